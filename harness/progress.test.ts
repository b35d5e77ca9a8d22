import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { planRun } from "./plan.ts";
import { type Progress, RunProgress } from "./progress.ts";
import { POLLING, sampleScenario, WEBSOCKET } from "./testing/sample-reports.ts";

const PLAN = planRun(sampleScenario({ transports: [POLLING, WEBSOCKET] }));
/** What the plan estimates for its cells; the calibration before them is over when the first begins. */
const CELLS_MS = PLAN.cells.reduce((sum, { estimateMs }) => sum + estimateMs, 0);
const [FIRST, SECOND] = PLAN.cells as [(typeof PLAN.cells)[0], (typeof PLAN.cells)[0]];

describe("the progress of a run", () => {
  let now: number;
  let told: Progress[];
  let progress: RunProgress;
  beforeEach(() => {
    now = 1000;
    told = [];
    vi.spyOn(performance, "now").mockImplementation(() => now);
    progress = new RunProgress(PLAN, (news) => told.push(news));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const last = (): Extract<Progress, { type: "beat" }> => told.at(-1) as never;

  it("tells each phase of the cell it is in", () => {
    progress.begin(FIRST);
    progress.phase("connect");
    expect(told).toEqual([{ type: "phase", cell: FIRST, phase: "connect", remainingMs: CELLS_MS }]);
  });

  it("counts the time that is left down, through this cell and those after it", () => {
    progress.begin(FIRST);
    now += 3000;
    progress.phase("measure");
    expect(last().remainingMs).toBe(CELLS_MS - 3000);

    now += 60_000;
    progress.phase("drain");
    expect(last().remainingMs).toBe(SECOND.estimateMs);

    progress.begin(SECOND);
    progress.phase("start");
    expect(last().remainingMs).toBe(SECOND.estimateMs);
    now += 60_000;
    progress.phase("stop");
    expect(last().remainingMs).toBe(0);
  });

  it("takes the rate of deliveries over the last second", () => {
    progress.begin(FIRST);
    progress.phase("measure");
    const rates: number[] = [];
    for (const delivered of [0, 100, 200, 300, 400, 1400, 2400, 3400, 4400]) {
      progress.beat(10, delivered);
      rates.push(last().eventsPerSecond);
      now += 250;
    }
    expect(rates).toEqual([0, 400, 400, 400, 400, 1300, 2200, 3100, 4000]);
  });

  it("tells the clients connected, the events delivered and the phase with each beat", () => {
    progress.begin(FIRST);
    progress.phase("warm-up");
    progress.beat(17, 3);
    expect(last()).toMatchObject({
      type: "beat",
      cell: FIRST,
      phase: "warm-up",
      connected: 17,
      delivered: 3,
    });
  });

  it("starts the rate anew with each cell", () => {
    progress.begin(FIRST);
    progress.beat(10, 100_000);
    progress.begin(SECOND);
    now += 250;
    progress.beat(10, 100);
    expect(last().eventsPerSecond).toBe(0);
  });
});
