import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BenchError } from "../errors.ts";
import { loadScenario } from "./load.ts";

const SOUND = `name: sound
clients: 100
stream: { arrivals: poisson, rate: 4, payloadBytes: 160 }
transports: [polling, websocket]
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scenario-"));
  writeFileSync(join(folder, "echo.mjs"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (text: string) => loadScenario(text, { file: "a.yaml", folder });

/** The problems that loading lists, one line each. */
function problemsOf(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    expect(error).toBeInstanceOf(BenchError);
    const { code, message } = error as BenchError;
    expect(code).toBe("SCENARIO_INVALID");
    const lines = message.split("\n");
    return lines.length === 1 ? lines : lines.slice(1).map((line) => line.trim());
  }
  return [];
}

/** The sound scenario with one line put in place of the line that starts the same way, or added. */
function withLine(line: string): string {
  const key = line.slice(0, line.indexOf(":") + 1);
  return `${SOUND.split("\n")
    .filter((each) => each !== "" && !each.startsWith(key))
    .join("\n")}\n${line}\n`;
}

describe("loadScenario", () => {
  it("fills in every default", () => {
    expect(load(SOUND)).toEqual({
      name: "sound",
      description: "",
      seed: 1,
      clients: 100,
      headers: "browser",
      cookieBytes: 0,
      stream: { arrivals: "poisson", rate: 4, payloadBytes: 160 },
      phases: { warmupMs: 2000, measureMs: 10_000 },
      transports: [
        { id: "polling", transport: "polling", params: { intervalMs: 1000 } },
        { id: "websocket", transport: "websocket", params: {} },
      ],
      repeat: 1,
      thresholds: [],
      overrides: [],
    });
  });

  it("reads quantities with their units", () => {
    const scenario = load(`name: units
clients: 1
cookieBytes: 1KiB
stream: { arrivals: periodic, rate: 0.5, payloadBytes: 2KiB }
phases: { warmup: 0s, measure: 1.5s }
transports:
  - polling: { interval: 250ms }
  - long-polling: { hold: 1m }
  - websocket:
`);
    expect(scenario).toMatchObject({
      cookieBytes: 1024,
      stream: { rate: 0.5, payloadBytes: 2048 },
      phases: { warmupMs: 0, measureMs: 1500 },
      transports: [{ params: { intervalMs: 250 } }, { params: { holdMs: 60_000 } }, { params: {} }],
    });
  });

  it("reads an option that is a word, and leaves it out at its default", () => {
    const scenario = load(
      withLine(
        "transports: [{ polling: { label: a, pacing: fixed-delay } }, { polling: { label: b, pacing: fixed-rate } }]",
      ),
    );
    expect(scenario.transports.map(({ params }) => params)).toEqual([
      { intervalMs: 1000, pacing: "fixed-delay" },
      { intervalMs: 1000 },
    ]);
  });

  it("tells one transport's entries apart by their labels", () => {
    const scenario = load(
      withLine(
        'transports: [{ polling: { interval: 1s } }, { polling: { label: "fast", interval: 100ms } }]',
      ),
    );
    expect(scenario.transports.map(({ id, transport }) => [id, transport])).toEqual([
      ["polling", "polling"],
      ["fast", "polling"],
    ]);
  });

  it("takes a transport from a module beside the file, options as they stand", () => {
    const scenario = load(
      withLine("transports: [./echo.mjs, { ./echo.mjs: { label: two, depth: 3, on: true } }]"),
    );
    const module = join(folder, "echo.mjs");
    expect(scenario.transports).toEqual([
      { id: "echo", transport: "echo", module, params: {} },
      { id: "two", transport: "echo", module, params: { depth: 3, on: true } },
    ]);
  });

  it("reads thresholds", () => {
    const scenario = load(withLine('thresholds: { websocket: { latencyP99Ms: "< 50", eventsLost: "= 0" } }'));
    expect(scenario.thresholds).toEqual([
      { entry: "websocket", metric: "latencyP99Ms", op: "<", value: 50 },
      { entry: "websocket", metric: "eventsLost", op: "=", value: 0 },
    ]);
  });

  it("reads faults, in the order of time", () => {
    const scenario = load(
      withLine(
        "faults: [{ fault: server-restart, at: 3s, for: 2s }, { fault: server-stall, at: 500ms, for: 2.5s }]",
      ),
    );
    expect(scenario.faults).toEqual([
      { fault: "server-stall", atMs: 500, forMs: 2500 },
      { fault: "server-restart", atMs: 3000, forMs: 2000 },
    ]);
  });

  it("lists what is wrong with faults together, what follows from their times too", () => {
    const problems = problemsOf(
      withLine(`faults:
  - { fault: server-stal, at: 1s, for: 1s }
  - { fault: server-stall, at: 1s, for: 5ms }
  - { fault: server-stall, at: 9s, for: 2s }
  - { fault: server-restart, for: 1s }
  - { fault: server-stall, at: 8s, for: 1500ms }
  - { fault: server-stall, at: 7s, for: 1s }`),
    );
    expect(problems).toEqual([
      'a.yaml:6:14: faults[0].fault: found "server-stal"; expected one of "server-stall", "server-restart"; did you mean "server-stall"?',
      expect.stringMatching(/^a\.yaml:7:41: faults\[1\]\.for: found "5ms"; .* from 10ms to 10m$/),
      "a.yaml:8:5: faults[2]: the server-stall at 9s for 2s ends after the window of 10s; measure for 11s or longer, or let it begin or end sooner",
      "a.yaml:8:5: faults[2]: begins at 9s, before the server-stall at 8s for 1.5s is over",
      expect.stringMatching(/^a\.yaml:9:5: faults\[3\]: the key "at" is missing; expected a duration/),
    ]);
  });

  it("loads every scenario of the package under its file's name", () => {
    const scenarios = new URL("../../scenarios/", import.meta.url);
    const files = readdirSync(scenarios).filter((file) => file.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(2);
    const page = readFileSync(new URL("README.md", scenarios), "utf8");
    for (const file of files) {
      const name = file.replace(/\.yaml$/, "");
      expect(loadScenario(readFileSync(new URL(file, scenarios), "utf8"), { file, folder }).name).toBe(name);
      expect(page).toContain(`\n| \`${name}\` `);
    }
  });

  it("accepts the format's example, and says of its mistakes what the page says", () => {
    const page = readFileSync(new URL("../../scenarios/README.md", import.meta.url), "utf8");
    const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
    expect(load(example).transports.map(({ id }) => id)).toEqual([
      "polling",
      "fast",
      "long-polling",
      "websocket",
    ]);
    const mistaken = example.replace("clients: 100", "clients: 0").replace("- websocket", "- websockt");
    for (const problem of problemsOf(mistaken))
      expect(page).toContain(problem.replace("a.yaml", "./ticker.yaml"));
  });

  it("lists all problems together, each with its place, what was found and what is allowed", () => {
    const problems = problemsOf(`name: many
clinets: 5
clients: 0
headers: browsr
stream: { arrivals: poison, rate: -1, payloadBytes: 2MiB }
phases:
  warmup: 5
  measure: 10ms
transports:
  - websockt
  - polling: { intervall: 1s }
  - ./missing.mjs
thresholds:
  websocket: { latencyP9Ms: "< 50", eventsLost: none }
`);
    expect(problems).toEqual([
      expect.stringMatching(
        /^a\.yaml:2:1: clinets: unknown key; did you mean "clients"\? allowed: name, descr/,
      ),
      "a.yaml:3:10: clients: found 0; expected a whole number from 1 to 50,000",
      'a.yaml:4:10: headers: found "browsr"; expected one of "browser", "lean"; did you mean "browser"?',
      'a.yaml:5:21: stream.arrivals: found "poison"; expected one of "periodic", "poisson"; did you mean "poisson"?',
      "a.yaml:5:35: stream.rate: found -1; expected a number above 0, up to 100,000 (events/s)",
      expect.stringMatching(/^a\.yaml:5:53: stream\.payloadBytes: found "2MiB"; .* 1KiB, up to 1 MiB$/),
      expect.stringMatching(
        /^a\.yaml:7:11: phases\.warmup: found 5; expected a duration with its unit, such as 2s/,
      ),
      expect.stringMatching(/^a\.yaml:8:12: phases\.measure: found "10ms"; .* from 100ms to 10m$/),
      expect.stringMatching(
        /^a\.yaml:10:5: transports\[0\]: found "websockt"; .* did you mean "websocket"\?$/,
      ),
      expect.stringMatching(
        /^a\.yaml:11:16: transports\[1\]\.polling\.intervall: unknown key; did you mean "interval"/,
      ),
      expect.stringMatching(/^a\.yaml:12:5: transports\[2\]: there is no file .*missing\.mjs$/),
      expect.stringMatching(/^a\.yaml:14:16: thresholds\.websocket\.latencyP9Ms: .* did you mean "latencyP9/),
      expect.stringMatching(
        /^a\.yaml:14:49: thresholds\.websocket\.eventsLost: found "none"; expected a limit/,
      ),
    ]);
  });

  it.each([
    // [what is wrong, text, what the one line says]
    [
      "a word that an option does not know",
      withLine("transports: [{ polling: { pacing: fixed-dealy } }]"),
      /polling\.pacing: found "fixed-dealy"; expected one of "fixed-rate", "fixed-delay"; did you mean "fixed-delay"\?$/,
    ],
    ["malformed YAML", "name: a\nstream: [1\nclients: 2", /^a\.yaml:3:1: flow sequence/],
    ["a tab for indentation", "stream:\n\trate: 1", /^a\.yaml:2:1: tabs are not allowed/],
    ["an empty file", "# nothing\n", /^a\.yaml:1:1: the file is empty$/],
    ["a key twice", `${SOUND}clients: 5\n`, /^a\.yaml:5:1: the key "clients" stands twice$/],
    ["an alias", `${SOUND}seed: &a 1\n`, /^a\.yaml:5:10: anchors and aliases/],
    ["a second document", `${SOUND}---\nb: 1\n`, /^a\.yaml:5:1: .*multiple documents/],
    ["a tag", `${SOUND}seed: !foo 1\n`, /^a\.yaml:5:7: unresolved tag/],
    ["text instead of keys", "hello", /^a\.yaml:1:1: found "hello"; expected A scenario/i],
    ["a missing key", SOUND.replace("clients: 100\n", ""), /"clients" is missing; expected a whole number/],
    [
      "a value left out",
      withLine("clients:"),
      /^a\.yaml:4:1: clients: found nothing; expected a whole number/,
    ],
    [
      "no transports",
      withLine("transports: []"),
      /transports: found an empty list; expected a list of 1 to 64/,
    ],
    [
      "options beside their transport",
      withLine("transports:\n  - polling:\n    interval: 1s"),
      /^a\.yaml:5:5: transports\[0\]: found the keys polling, interval; .*indent the options below it$/,
    ],
    [
      "a transport twice",
      withLine("transports: [polling, polling]"),
      /^a\.yaml:4:23: .*give it a label, such as/,
    ],
    [
      "an unsafe label",
      withLine("transports: [{ polling: { label: a b } }]"),
      /label: found "a b"; expected a label/,
    ],
    [
      "a threshold on nothing",
      withLine('thresholds: { websockets: { eventsLost: "= 0" } }'),
      /^a\.yaml:5:15: thresholds\.websockets: .* did you mean "websocket"\? allowed: polling, websocket$/,
    ],
    ["a control character in the name", withLine('name: "a\\u001b[2J"'), /name: found .*one line of text/],
    ["a seed beyond 2^53", withLine("seed: 9007199254740993"), /seed: found .*; expected a whole number/],
    ["a number that is none", withLine("seed: .nan"), /seed: found NaN; expected a whole number/],
    [
      "too many clients",
      withLine("clients: 50001"),
      /clients: found 50001; expected a whole number from 1 to 50,000/,
    ],
    ["no faults", withLine("faults: []"), /faults: found an empty list; expected a list of 1 to 32 faults/],
    [
      "too many faults",
      withLine(
        `faults: [${Array.from({ length: 33 }, (_, i) => `{ fault: server-stall, at: ${i * 100}ms, for: 50ms }`)}]`,
      ),
      /faults: found 33 items; expected a list of 1 to 32 faults/,
    ],
    ["too many repeats", withLine("repeat: 101"), /repeat: found 101; expected a whole number from 1 to 100/],
    ["a large cookie", withLine("cookieBytes: 17KiB"), /cookieBytes: found "17KiB"; .* up to 16 KiB/],
    ["half a byte", withLine("cookieBytes: 1.5B"), /cookieBytes: found "1\.5B"/],
    [
      "a stream of too many events",
      withLine("stream: { arrivals: periodic, rate: 100000, payloadBytes: 0 }") +
        "phases: { measure: 10m }\n",
      /^a\.yaml:4:1: stream: .* above the 4,000,000 that a stream may have; lower the rate to \d+/,
    ],
    [
      "a stream of too many bytes",
      withLine("stream: { arrivals: periodic, rate: 100, payloadBytes: 1MiB }"),
      /stream: .* above the 256 MiB that a stream may have/,
    ],
    ["nesting without end", "[".repeat(5000), /nested too deeply/],
    ["nesting for no reason", `a: ${"[".repeat(100)}${"]".repeat(100)}`, /nested deeper than 32 levels/],
    ["a text without end", `# ${"x".repeat(1024 ** 2)}`, /longer than 1024 KiB/],
  ])("says in one line that there is %s", (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  it("lists no more problems than a person reads, and counts the rest", () => {
    const text = `${SOUND}${Array.from({ length: 2000 }, (_, i) => `key${i}: 1`).join("\n")}`;
    const problems = problemsOf(text);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe("and 1950 more");
  });

  it("follows the stream's limit to its own advice", () => {
    const tooMany = withLine("stream: { arrivals: poisson, rate: 90000, payloadBytes: 0 }");
    const [problem] = problemsOf(`${tooMany}phases: { measure: 2m }`);
    const rate = /lower the rate to (\d+)/.exec(problem ?? "")?.[1];
    expect(problemsOf(`${tooMany.replace("90000", String(rate))}phases: { measure: 2m }`)).toEqual([]);
  });
});

it.each(["transports: [polling, sse]", "transports: [polling, { sse: {} }]"])(
  "says of a transport without a load client that it is to come: %s",
  (line) => {
    expect(problemsOf(withLine(line))).toEqual([
      expect.stringMatching(/transports\[1\].*: sse has no load client yet.* bench serve sse or bench demo$/),
    ]);
  },
);
