import { describe, expect, it } from "vitest";
import { allThresholds, budgetOf, limitsOf, metricsOf, pairPlanOf } from "./gate-settings.ts";

const IDS = ["polling", "websocket"];

describe("how many pairs", () => {
  it("are 12, then 20, then 12 fresh ones, unless said otherwise", () => {
    expect(pairPlanOf({}, {}, false)).toEqual({ looks: [12, 20], confirming: 12 });
    expect(pairPlanOf({}, { pairs: 9 }, false)).toEqual({ looks: [9, 15], confirming: 9 });
    expect(pairPlanOf({ pairs: "30" }, { pairs: 9 }, false)).toEqual({ looks: [30, 50], confirming: 12 });
  });

  it("are never so few that the test could not fail", () => {
    expect(() => pairPlanOf({ pairs: "5" }, {}, false)).toThrow(/5 pairs cannot fail/);
    expect(() => pairPlanOf({ pairs: "9" }, {}, true)).toThrow(/9 pairs cannot fail/);
    expect(pairPlanOf({ pairs: "10" }, {}, true).looks[0]).toBe(10);
  });

  it.each(["0", "31", "a", "6.5"])("are a whole number up to 30, not %s", (pairs) => {
    expect(() => pairPlanOf({ pairs }, {}, false)).toThrow(/expected a whole number up to 30/);
  });
});

it("the budget is eight minutes, what the project says, or what the command line does", () => {
  expect(budgetOf({}, {})).toBe(480_000);
  expect(budgetOf({}, { budget: "2m" })).toBe(120_000);
  expect(budgetOf({ budget: "90s" }, { budget: "2m" })).toBe(90_000);
  expect(() => budgetOf({ budget: "soon" }, {})).toThrow(/expected a duration/);
});

describe("names of metrics", () => {
  it("may have an entry before them", () => {
    const metrics = "latencyP50Ms, *.latencyP90Ms, websocket.latencyMeanMs, a.b.latencyP99Ms";
    expect(metricsOf({ metrics }, {}, [...IDS, "a", "a.b"])).toEqual([
      { entry: "*", metric: "latencyP50Ms" },
      { entry: "*", metric: "latencyP90Ms" },
      { entry: "websocket", metric: "latencyMeanMs" },
      { entry: "a.b", metric: "latencyP99Ms" },
    ]);
  });

  it("that a project settled may be of transports which only other scenarios have", () => {
    const config = { metrics: ["latencyP50Ms", "long-polling.latencyP50Ms"] };
    expect(metricsOf({}, config, ["polling"])).toEqual([{ entry: "*", metric: "latencyP50Ms" }]);
    expect(() => metricsOf({ metrics: "long-polling.latencyP50Ms" }, config, ["polling"])).toThrow(
      /no transport or label "long-polling"/,
    );
  });

  it("have to be named where the option is given", () => {
    for (const metrics of ["", " , "]) {
      expect(() => metricsOf({ metrics }, {}, IDS)).toThrow(/expected names with commas between/);
    }
  });

  it("that do not exist are errors, with the one that was meant", () => {
    expect(() => metricsOf({ metrics: "latencyP05Ms" }, {}, IDS)).toThrow(/no metric "latencyP05Ms"/);
    expect(() => metricsOf({ metrics: "webscoket.latencyP50Ms" }, {}, IDS)).toThrow(
      /no transport or label "webscoket"/,
    );
    expect(() => metricsOf({ metrics: "requestBytes" }, {}, IDS)).toThrow(/requestBytes is exact/);
  });
});

describe("limits", () => {
  it("of the command line come after the project's and the scenario's", () => {
    const own = [{ entry: "*", metric: "latencyP50Ms", limit: { absolute: 1 } }];
    const config = { limits: { websocket: { latencyP50Ms: "5%" } } };
    expect(limitsOf({ limit: ["websocket.latencyP50Ms=10%/2"] }, config, { limits: own }, IDS)).toEqual([
      ...own,
      { entry: "websocket", metric: "latencyP50Ms", limit: { relative: 0.05, absolute: 0 } },
      { entry: "websocket", metric: "latencyP50Ms", limit: { relative: 0.1, absolute: 2 } },
    ]);
  });

  it("that cannot be read, or name nothing, are errors", () => {
    expect(() => limitsOf({ limit: ["latencyP50Ms"] }, {}, {}, IDS)).toThrow(/cannot read "latencyP50Ms"/);
    expect(() => limitsOf({ limit: ["latencyP5Ms=5%"] }, {}, {}, IDS)).toThrow(/no metric "latencyP5Ms"/);
    const config = { limits: { sse: { latencyP50Ms: "5%" } } };
    expect(() => limitsOf({}, config, {}, IDS)).toThrow(/no transport or label "sse"/);
    expect(() => limitsOf({ limit: ["requestBytes=10%"] }, {}, {}, IDS)).toThrow(/requestBytes is exact/);
  });
});

it("a threshold on an entry that does not exist is an error: it would never fail", () => {
  const config = { thresholds: { websocket: { latencyP99Ms: "< 50" }, sse: { latencyP99Ms: "< 50" } } };
  expect(() => allThresholds(config, [], IDS)).toThrow(/thresholds: there is no transport or label "sse"/);
  expect(allThresholds(config, [], [...IDS, "sse"])).toHaveLength(2);
});

it("a threshold on a transport that this scenario does not have is for other scenarios", () => {
  const config = {
    thresholds: { "long-polling": { latencyP99Ms: "< 50" }, polling: { latencyP99Ms: "< 50" } },
  };
  expect(allThresholds(config, [], IDS).map(({ entry }) => entry)).toEqual(["polling"]);
});
