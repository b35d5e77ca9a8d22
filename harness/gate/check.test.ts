import { describe, expect, it } from "vitest";
import type { MetricValues } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { summarise } from "../summary.ts";
import { accept } from "./baseline.ts";
import { checkResult } from "./check.ts";
import { compareResults } from "./compare-results.ts";
import { cellWith, invalidFor } from "./testing/cells.ts";

const sample = sampleResult();
const IDS = sample.scenario.transports.map(({ id }) => id);
const FULL: MetricValues = { requestBytes: 56, eventsLost: 0, bytesPerEvent: 166, latencyP50Ms: 10 };

function resultWith(metrics: MetricValues, more: Partial<Parameters<typeof cellWith>[1]> = {}): Result {
  const cells = IDS.map((id) => cellWith(metrics, { ...more, id }));
  return { ...sample, run: { ...sample.run, aborted: false }, cells, summary: summarise(cells) };
}

const good = resultWith(FULL);
const { baseline } = accept({
  result: good,
  baseline: undefined,
  metrics: [],
  reason: "first",
  at: new Date(0),
});
const check = (result: Result, more: Partial<Parameters<typeof checkResult>[0]> = {}) =>
  checkResult({ result, label: "r", baseline: { label: "b", holds: baseline }, thresholds: [], ...more });

describe("a result that is checked", () => {
  it("is ok where nothing changed, however slow it was", () => {
    expect(check(resultWith({ ...FULL, latencyP50Ms: 1000 })).outcome).toBe("ok");
  });

  it("regressed by one byte, or by a metric that is missing", () => {
    expect(check(resultWith({ ...FULL, requestBytes: 57 })).outcome).toBe("regressed");
    const { requestBytes: _gone, ...rest } = FULL;
    const { outcome, rows } = check(resultWith(rest));
    expect(outcome).toBe("regressed");
    expect(rows.filter((row) => row.outcome === "missing")).toHaveLength(IDS.length);
  });

  it("regressed by a metric that the baseline does not have: it would be held to nothing", () => {
    const { outcome, rows } = check(resultWith({ ...FULL, emptyResponseBytes: 112 }));
    expect(outcome).toBe("regressed");
    expect(rows.find(({ metric }) => metric === "emptyResponseBytes")).toMatchObject({
      outcome: "missing",
      message: `${IDS[0]}.emptyResponseBytes is new: 112 B; it is missing in the baseline`,
    });
  });

  it("fails for a threshold that does not hold, and for one that was not measured", () => {
    const entry = IDS[0]!;
    const thresholds = [{ entry, metric: "latencyP50Ms", op: "<", value: 5 }] as const;
    expect(check(good, { thresholds }).rows[0]).toMatchObject({ class: "threshold", outcome: "regressed" });
    const unmeasured = [{ entry, metric: "latencyP999Ms", op: "<", value: 5 }] as const;
    expect(check(good, { thresholds: unmeasured }).rows[0]).toMatchObject({ outcome: "missing" });
  });

  it("holds in what it counted where only its times are invalid, and says so", () => {
    const late = check(resultWith(FULL, { verdict: invalidFor("LOAD_LATE") }));
    expect(late.outcome).toBe("ok");
    expect(late.notes.map(({ code }) => code)).toContain("LOAD_LATE");
    const thresholds = [{ entry: IDS[0]!, metric: "latencyP50Ms", op: "<", value: 50 }] as const;
    expect(check(resultWith(FULL, { verdict: invalidFor("LOAD_LATE") }), { thresholds }).outcome).toBe(
      "invalid",
    );
  });

  it("is invalid for any other reason, and when its run ended early", () => {
    expect(check(resultWith(FULL, { verdict: invalidFor("NOT_CONNECTED") })).outcome).toBe("invalid");
    expect(check({ ...good, run: { ...good.run, aborted: true } }).outcome).toBe("invalid");
  });

  it("names other versions first where something failed", () => {
    const other = { ...resultWith({ ...FULL, requestBytes: 57 }) };
    const environment = { ...other.environment, node: "v99.0.0" };
    const { notes } = check({ ...other, environment });
    expect(notes[0]).toMatchObject({ code: "OTHER_VERSIONS" });
    expect(notes[0]!.message).toMatch(/^this may explain what follows: .*here$/);
  });

  it("is refused beside a baseline of another scenario", () => {
    const scenario = { ...good.scenario, clients: 7, hash: `sha256:${"1".repeat(64)}` };
    expect(() => check({ ...good, scenario })).toThrow(
      /b is of another scenario than this result:\n {2}clients/,
    );
  });
});

describe("two results of two runs", () => {
  const one = { label: "one", result: good };

  it("are judged by what they counted and only shown by their times", () => {
    const slow = compareResults(one, { label: "two", result: resultWith({ ...FULL, latencyP50Ms: 99 }) });
    expect(slow).toMatchObject({ outcome: "ok", advisory: true });
    expect(slow.rows.find(({ metric }) => metric === "latencyP50Ms")).toMatchObject({ outcome: "reported" });
    const dear = compareResults(one, { label: "two", result: resultWith({ ...FULL, eventsLost: 1 }) });
    expect(dear.outcome).toBe("regressed");
  });

  it("are incomparable in their times where their machines differ", () => {
    const environment = { ...good.environment, cpuModel: "another" };
    const { outcome, rows, notes } = compareResults(one, { label: "two", result: { ...good, environment } });
    expect(outcome).toBe("incomparable");
    expect(rows.find(({ metric }) => metric === "latencyP50Ms")).toMatchObject({ outcome: "incomparable" });
    expect(notes[0]!.message).toMatch(/CPU model: .* there, another here/);
  });

  it("are refused where they did not measure the same thing", () => {
    const scenario = { ...good.scenario, seed: 99, hash: `sha256:${"1".repeat(64)}` };
    expect(() => compareResults(one, { label: "two", result: { ...good, scenario } })).toThrow(
      /seed: \d+ there, 99 here/,
    );
  });
});
