import { describe, expect, it } from "vitest";
import type { Scenario } from "../../core/scenario.ts";
import { describeScenario } from "../describe-scenario.ts";
import { POLLING, sampleScenario, WEBSOCKET } from "../testing/sample-reports.ts";
import { differencesInWords } from "./difference.ts";
import { compareSubjects, type Subject } from "./subjects.ts";

const LINK = { delayUpMs: 10, delayDownMs: 20, jitterMs: 0, stalls: [] };
const subject = (change: Partial<Scenario> = {}): Subject => ({
  schemaVersion: 1,
  scenario: describeScenario({ ...sampleScenario({ transports: [WEBSOCKET] }), ...change }),
});

it("finds nothing between a scenario and itself, nor in what does not change what is measured", () => {
  const named = { name: "other", description: "", thresholds: [], overrides: ["seed"] };
  expect(compareSubjects(subject(), subject(named))).toEqual([]);
  expect(compareSubjects(subject({ link: LINK }), subject({ link: { ...LINK, profile: "4g" } }))).toEqual([]);
});

describe("names what makes everything incomparable", () => {
  it.each<[Partial<Scenario>, string, RegExp]>([
    [{ link: LINK }, "link", /^none → \{"delayDownMs":20,"delayUpMs":10,"jitterMs":0,"stalls":\[\]\}$/],
    [{ headers: "browser" }, "header profile", /^lean → browser$/],
    [{ cookieBytes: 40 }, "cookie bytes", /→ 40$/],
    [{ clients: 7 }, "clients", /→ 7$/],
    [{ stream: { arrivals: "periodic", rate: 9, payloadBytes: 1 } }, "stream", /"rate":9\}$/],
    [{ seed: 77 }, "seed", /→ 77$/],
    [{ phases: { warmupMs: 1, measureMs: 2 } }, "phases", /"warmupMs":1\}$/],
    [{ repeat: 9 }, "repeat", /→ 9$/],
    [{ faults: [{ fault: "server-stall", atMs: 1, forMs: 2 }] }, "faults", /^none → \[/],
    [{ transports: [POLLING] }, "transports", /→ \[\{"id":"polling"/],
  ])("%j", (change, what, words) => {
    const differences = compareSubjects(subject(), subject(change));
    expect(differences.map((each) => [each.what, each.incomparable])).toEqual([[what, "everything"]]);
    expect(differencesInWords(differences).slice(what.length + 1)).toMatch(words);
  });
});

it("does not mind in which folder a module is", () => {
  const of = (module: string, seed: number): Subject =>
    subject({ seed, transports: [{ id: "mine", transport: "mine", module, params: {} }] });
  const differences = compareSubjects(of("/a/mine.js", 1), of("/b/mine.js", 2));
  expect(differencesInWords(differences)).toBe("seed 1 → 2");
});

it("names the schema's version, too", () => {
  expect(differencesInWords(compareSubjects({ ...subject(), schemaVersion: 0 }, subject()))).toBe(
    "schema version 0 → 1",
  );
});

it("falls back on the hash where it knows no part that differs", () => {
  const base = subject();
  const head = { ...base, scenario: { ...base.scenario, hash: `sha256:${"0".repeat(64)}` } };
  expect(compareSubjects(base, head).map(({ what }) => what)).toEqual(["scenario hash"]);
});
