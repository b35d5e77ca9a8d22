import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BenchError } from "../errors.ts";
import type { LinkSpec } from "../link.ts";
import { profileLink } from "../link-profiles.ts";
import { loadScenario } from "./load.ts";
import { applyOverrides } from "./override.ts";

const SOUND = `name: linked
clients: 100
stream: { arrivals: poisson, rate: 4, payloadBytes: 160 }
transports: [polling, websocket]
`;

const load = (link: string) => loadScenario(`${SOUND}link: ${link}\n`, { file: "a.yaml", folder: "/" });

/** The problems of a link, without the place that all have in common. */
function problemsOf(link: string): string[] {
  try {
    load(link);
  } catch (error) {
    const lines = (error as BenchError).message.split("\n");
    return (lines.length === 1 ? lines : lines.slice(1)).map((line) => line.trim());
  }
  return [];
}

const EMPTY: LinkSpec = { delayUpMs: 0, delayDownMs: 0, jitterMs: 0, stalls: [] };

describe("the key link", () => {
  it.each<[string, LinkSpec]>([
    // [as written, as resolved]
    ["4g", profileLink("4g")], // by name
    ["{ profile: 4g }", profileLink("4g")], // by name, with room for changes
    ["{ delay: 25ms }", { ...EMPTY, delayUpMs: 25, delayDownMs: 25 }], // one way, each way
    ["{ delayUp: 5ms }", { ...EMPTY, delayUpMs: 5 }], // one way only
    [
      "{ delayUp: 1s, delayDown: 2s, jitter: 1s }",
      { ...EMPTY, delayUpMs: 1000, delayDownMs: 2000, jitterMs: 1000 },
    ],
    ["{ down: 10Mbit, up: 500kbit }", { ...EMPTY, downBps: 10e6, upBps: 5e5 }], // bits, decimal
    ["{ cut: { every: 3s } }", { ...EMPTY, cut: { kind: "every", everyMs: 3000, outageMs: 0 } }],
    [
      "{ cut: { at: [5s, 2s], outage: 500ms } }", // in order of time
      { ...EMPTY, cut: { kind: "at", atMs: [2000, 5000], outageMs: 500 } },
    ],
    ["{ cut: { random: 20s } }", { ...EMPTY, cut: { kind: "random", meanMs: 20_000, outageMs: 0 } }], // a mean: may exceed the window
    ["{ stall: { at: 3s, for: 2s } }", { ...EMPTY, stalls: [{ atMs: 3000, forMs: 2000 }] }], // one by itself
    [
      "{ stall: [{ at: 8s, for: 2s }, { at: 1s, for: 1s }] }", // several, in order of time
      {
        ...EMPTY,
        stalls: [
          { atMs: 1000, forMs: 1000 },
          { atMs: 8000, forMs: 2000 },
        ],
      },
    ],
    ["{ profile: 3g, down: 2Mbit }", { ...profileLink("3g"), downBps: 2e6 }], // a change to a named one
    ["{ profile: 3g, delay: 100ms }", { ...profileLink("3g"), delayUpMs: 100, delayDownMs: 100 }],
    ["{ profile: 3g, delayDown: 1s }", { ...profileLink("3g"), delayDownMs: 1000 }],
    [
      "{ profile: 4g, cut: { every: 5s } }",
      { ...profileLink("4g"), cut: { kind: "every", everyMs: 5000, outageMs: 0 } },
    ],
  ])("reads %s", (written, link) => {
    expect(load(written).link).toEqual(link);
  });

  it("accepts the format's example", () => {
    const page = readFileSync(new URL("../../scenarios/README.md", import.meta.url), "utf8");
    const example = /```yaml\n(link:\n.*?)```/s.exec(page)?.[1] ?? "";
    const { link } = loadScenario(`${SOUND}${example}`, { file: "a.yaml", folder: "/" });
    expect(link).toMatchObject({ profile: "4g", delayUpMs: 25, jitterMs: 5, downBps: 10e6, upBps: 2e6 });
  });

  it("is absent where a scenario has none", () => {
    expect("link" in loadScenario(SOUND, { file: "a.yaml", folder: "/" })).toBe(false);
  });

  it("names all that is wrong at once, with its place and the nearest word", () => {
    expect(
      problemsOf(
        "{ delai: 5ms, jitter: 11s, down: 10mbit, up: 20Gbit, stall: { at: 1s }, cut: { evry: 5s } }",
      ),
    ).toEqual([
      expect.stringMatching(
        /^a\.yaml:5:9: link\.delai: unknown key; did you mean "delay"\? allowed: profile, /,
      ),
      expect.stringMatching(/^a\.yaml:5:29: link\.jitter: found "11s"; .* from 0ms to 10s$/),
      'a.yaml:5:40: link.down: found "10mbit"; expected a rate with its unit, such as 500kbit or 10Mbit, from 1kbit to 10Gbit',
      expect.stringMatching(/^a\.yaml:5:52: link\.up: found "20Gbit"; /),
      expect.stringMatching(/^a\.yaml:5:67: link\.stall: the key "for" is missing; expected a duration/),
      expect.stringMatching(/^a\.yaml:5:86: link\.cut\.evry: unknown key; did you mean "every"\?/),
    ]);
  });

  it.each([
    // [what is wrong, link, what the one line says]
    [
      "an unknown name",
      "5g",
      /^a\.yaml:5:7: link: found "5g"; expected one of "lan", .* did you mean "4g"\?$/,
    ],
    ["an unknown name inside", "{ profile: sattelite }", /link\.profile: .* did you mean "satellite"\?$/],
    ["nothing", "{}", /^a\.yaml:5:7: link: found no key; expected one or more of the keys profile, /],
    ["a long delay", "{ delay: 11s }", /link\.delay: found "11s"; .* from 0ms to 10s$/],
    ["two ways to say the delay", "{ delay: 1s, delayUp: 1s }", /^a\.yaml:5:16: link\.delay: stands beside/],
    ["jitter without delay", "{ jitter: 1ms }", /link\.jitter: the jitter of 1ms is more than .* of 0ms; /],
    [
      "jitter above the smaller delay",
      "{ delayUp: 5ms, delayDown: 50ms, jitter: 6ms }",
      /link\.jitter: the jitter of 6ms is more than the smaller delay of 5ms; /,
    ],
    [
      "a delay below its profile's jitter",
      "{ profile: bad-wifi, delay: 5ms }",
      /^a\.yaml:5:7: link: the jitter of the profile bad-wifi of 32ms is more than /,
    ],
    [
      "two kinds of cut",
      "{ cut: { every: 1s, random: 2s } }",
      /link\.cut: found every and random; expected one/,
    ],
    [
      "a cut without a kind",
      "{ cut: { outage: 1s } }",
      /link\.cut: found none of them; expected one of every/,
    ],
    [
      "an outage of one connection",
      "{ cut: { random: 1s, outage: 1s } }",
      /link\.cut\.outage: goes with every/,
    ],
    ["cuts without end", "{ cut: { every: 10ms } }", /link\.cut\.every: found "10ms"; .* from 100ms to 10m/],
    ["no moments", "{ cut: { at: [] } }", /link\.cut\.at: found an empty list; expected a list of 1 to 100/],
    ["too many moments", `{ cut: { at: [${"1s,".repeat(101)}] } }`, /link\.cut\.at: found 101 items/],
    ["too many stalls", `{ stall: [${"{ at: 1s, for: 1s },".repeat(101)}] }`, /link\.stall: found 101 items/],
    ["a stall of no length", "{ stall: { at: 1s, for: 0s } }", /link\.stall\.for: found "0s"; .* from 1ms/],
    [
      "a cut after the window",
      "{ cut: { at: [1s, 10s] } }",
      /^a\.yaml:5:14: link\.cut: the link's cut at 10s is not inside the window of 10s; measure for longer$/,
    ],
    ["no cut inside the window", "{ cut: { every: 20s } }", /link\.cut: the link's cut at 20s is not inside/],
    [
      "a stall that outlasts the window",
      "{ stall: { at: 9s, for: 2s } }",
      /link\.stall: the link's stall at 9s for 2s ends after the window of 10s; measure for 11s or longer$/,
    ],
  ])("says in one line that there is %s", (_, link, expected) => {
    expect(problemsOf(link)).toEqual([expect.stringMatching(expected)]);
  });

  it("says nothing of the window where the window is not known", () => {
    expect(problemsOf("{ cut: { every: 20s } }\nphases: { measure: 5 }")).toEqual([
      expect.stringContaining("phases.measure"),
    ]);
  });
});

describe("--link", () => {
  const linked = load("{ delay: 25ms, cut: { every: 5s } }");

  it("puts a named network in place of the scenario's, and notes its name", () => {
    const { link, overrides } = applyOverrides(linked, { link: "3g" });
    expect(link).toEqual(profileLink("3g"));
    expect(overrides).toEqual(["link"]);
  });

  it("takes the scenario's away", () => {
    expect("link" in applyOverrides(linked, { link: "none" })).toBe(false);
  });

  it("leaves it as it is without the option", () => {
    expect(applyOverrides(linked, {}).link).toEqual(linked.link);
  });

  it("refuses what is no name, with the nearest one", () => {
    expect(() => applyOverrides(linked, { link: "broadbend" })).toThrow(
      /^--link: found "broadbend"; expected one of "lan", .* "none"; did you mean "broadband"\?$/,
    );
  });

  it("refuses a window that a cut lies outside of", () => {
    expect(() => applyOverrides(linked, { duration: "5s" })).toThrow(
      "--duration: the link's cut at 5s is not inside the window of 5s; measure for longer",
    );
    expect(applyOverrides(linked, { duration: "5s", link: "lan" }).link).toEqual(profileLink("lan"));
  });
});
