import { describe, expect, it } from "vitest";
import type { MetricValues } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { compareHalves } from "./compare-halves.ts";
import { pairsWith } from "./testing/cells.ts";

const sample = sampleResult();
const [TRANSPORT] = sample.scenario.transports.filter(({ id }) => id === "websocket");

type Judged = NonNullable<Result["run"]["comparison"]>;
const DEFAULTS: Judged = {
  kind: "ab",
  judged: [{ entry: "websocket", metric: "latencyP50Ms", standing: "suspect" }],
  ungated: [],
  lost: [],
  strictFamily: false,
  invalid: [],
  cutShort: [],
  failedFast: false,
};

type Halves = readonly (readonly [base: MetricValues, head: MetricValues])[];

interface Change {
  readonly judged?: Partial<Judged>;
  readonly limits?: Result["scenario"]["limits"];
  readonly headPackages?: Readonly<Record<string, string>>;
  readonly confirming?: Halves;
}

/** Both halves of a comparison of one entry, and what reading them again says. */
function again(halves: Halves, { judged, limits, headPackages = {}, confirming = [] }: Change = {}) {
  const fresh = pairsWith(confirming, { confirming: true });
  const pairs = [...pairsWith(halves), ...fresh.map((pair, i) => ({ ...pair, pair: halves.length + i + 1 }))];
  const half = (side: "base" | "head", packages: Readonly<Record<string, string>>) => ({
    label: side,
    result: {
      ...sample,
      run: { ...sample.run, aborted: false, comparison: { ...DEFAULTS, ...judged } },
      environment: { ...sample.environment, packages: { ...sample.environment.packages, ...packages } },
      scenario: { ...sample.scenario, transports: [TRANSPORT!], thresholds: [], ...(limits && { limits }) },
      cells: pairs.map((pair) => ({ ...pair[side], side, pair: pair.pair, confirming: pair.confirming })),
    },
  });
  return compareHalves(half("base", {}), half("head", headPackages))!;
}

/** A dozen pairs whose heads are so many times as slow, with a little noise. */
const slower = (factor: number) =>
  Array.from({ length: 12 }, (_, i): [MetricValues, MetricValues] => {
    const latencyP50Ms = 10 * (1 + 0.001 * (i % 5));
    return [{ latencyP50Ms }, { latencyP50Ms: latencyP50Ms * factor }];
  });

const standing = (how: Judged["judged"][number]["standing"]) => ({
  entry: "websocket",
  metric: "latencyP50Ms",
  standing: how,
});

const limited = (metric: string) => ({
  entry: "websocket",
  metric,
  limit: { relative: 0.5, absolute: 0.1 },
});

describe("two halves of one comparison", () => {
  it("answer as the comparison did: by where each time stood, and its fresh pairs", () => {
    const confirming = slower(1.2);
    expect(again(slower(1.2), { confirming }).outcome).toBe("regressed");
    expect(again(slower(1.2), { confirming: slower(1) }).outcome).toBe("inconclusive");
    expect(again(slower(1.2), { judged: { judged: [standing("ok")] } }).outcome).toBe("ok");
  });

  it("judge what was judged and report the rest", () => {
    const { rows, outcome } = again(slower(1.2), { judged: { judged: [] } });
    expect(rows.find(({ metric }) => metric === "latencyP50Ms")).toMatchObject({ outcome: "reported" });
    expect(outcome).toBe("inconclusive");
  });

  it("miss what the head had lost", () => {
    const lost = [{ entry: "websocket", metric: "latencyP50Ms" }];
    const pairs = slower(1).map(([base]): [MetricValues, MetricValues] => [base, {}]);
    const { rows, outcome } = again(pairs, { judged: { judged: [], lost } });
    expect(rows).toMatchObject([{ metric: "latencyP50Ms", outcome: "missing" }]);
    expect(outcome).toBe("regressed");
  });

  it("say of a build and itself what the comparison did: noise", () => {
    expect(again(slower(1), { judged: { kind: "aa", judged: [standing("ok")] } }).kind).toBe("aa");
  });

  it("leave the times unjudged where it ended at its first bad pair, and are not invalid for that", () => {
    const { rows, notes, outcome } = again([[{ requestBytes: 56 }, { requestBytes: 96 }]], {
      judged: { failedFast: true, judged: [] },
    });
    expect(outcome).toBe("regressed");
    expect(rows.find(({ metric }) => metric === "requestBytes")).toMatchObject({ outcome: "regressed" });
    expect(notes).toMatchObject([{ code: "FAIL_FAST" }]);
  });

  it("say which entry could not be measured, and which there was no time for", () => {
    expect(again(slower(1), { judged: { invalid: ["websocket"] } }).outcome).toBe("invalid");
    const { notes } = again(slower(1), { judged: { cutShort: ["websocket"] } });
    expect(notes).toMatchObject([{ code: "CUT_SHORT" }]);
  });

  it("name the versions in which they differ", () => {
    expect(again(slower(1), { headPackages: { ws: "9.9.9" } }).notes[0]).toMatchObject({
      code: "OTHER_VERSIONS",
      message: expect.stringMatching(/^the base has other versions: ws .* there, 9\.9\.9 here$/),
    });
  });

  it("name a limit that has no effect, and a comparison in which no time was judged", () => {
    const limits = [limited("latencyP90Ms")];
    expect(again(slower(1), { limits }).notes).toMatchObject([
      { code: "LIMIT_UNUSED", message: expect.stringContaining("websocket.latencyP90Ms has no effect") },
    ]);
    const { notes, outcome } = again([[{ requestBytes: 56 }, { requestBytes: 56 }]], {
      judged: { judged: [] },
    });
    expect(notes).toMatchObject([{ code: "NOT_JUDGED" }]);
    expect(outcome).toBe("inconclusive");
  });
});

it("results of two runs are no halves of one comparison", () => {
  const labelled = { label: "r", result: sample };
  expect(compareHalves(labelled, labelled)).toBeUndefined();
});
