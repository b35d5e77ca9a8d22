import { hostClock } from "../../core/clock.ts";
import type { ResultCell } from "../../core/result.ts";
import type { Scenario } from "../../core/scenario.ts";
import type { Milliseconds } from "../../core/units.ts";
import { runCell } from "../cell.ts";
import type { Engine } from "../engine.ts";
import { hostIsBusy } from "../environment.ts";
import { planRun } from "../plan.ts";
import { resultCell } from "../result-cell.ts";
import type { Streams } from "../streams.ts";
import type { CellPair } from "./cell-pair.ts";
import type { GateProgress, Place } from "./progress.ts";
import type { PlannedPair, SideName } from "./schedule.ts";
import type { BuildSides } from "./side.ts";
import { faultOfSide } from "./side-fault.ts";

export interface PairRunnerOptions {
  readonly scenario: Scenario;
  readonly sides: BuildSides;
  readonly engine: Engine;
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GateProgress) => void;
  /** Called with every cell as it finishes. */
  readonly onCell: (cell: ResultCell) => void;
}

/** Runs pairs, one after the other, and keeps account of how long a cell really takes. */
export class PairRunner {
  readonly #options: PairRunnerOptions;
  readonly #estimates: ReadonlyMap<string, Milliseconds>;
  readonly #clock = hostClock();
  readonly #hostBusy = hostIsBusy();
  #took: Milliseconds = 0;
  #estimated: Milliseconds = 0;
  #cells = 0;
  #pairs = 0;

  constructor(options: PairRunnerOptions) {
    this.#options = options;
    const plan = planRun({ ...options.scenario, repeat: 1 });
    this.#estimates = new Map(plan.cells.map((cell) => [cell.entry.id, cell.estimateMs]));
  }

  /** How long these pairs will take, by the plan and by how far the cells so far kept to it. */
  estimate(pairs: readonly Pick<PlannedPair, "entry">[]): Milliseconds {
    const planned = pairs.reduce((sum, { entry }) => sum + 2 * this.#estimates.get(entry.id)!, 0);
    return this.#estimated === 0 ? planned : (planned * this.#took) / this.#estimated;
  }

  /** @param after the pairs that follow, for the time left */
  async run(planned: PlannedPair, after: readonly PlannedPair[]): Promise<CellPair> {
    const pair = ++this.#pairs;
    const cells: Partial<Record<SideName, ResultCell>> = {};
    for (const [i, side] of planned.order.entries()) {
      const place: Place = {
        entry: planned.entry.id,
        side,
        confirming: planned.confirming,
        pair,
        pairs: pair + after.length,
      };
      const halves = 2 * after.length + (i === 0 ? 1 : 0);
      cells[side] = await this.#cell(planned, place, halves === 0 ? 0 : this.estimate(after), i === 0);
    }
    const { base, head } = cells;
    return { entry: planned.entry.id, pair, confirming: planned.confirming, base: base!, head: head! };
  }

  async #cell(
    { entry, confirming }: PlannedPair,
    place: Place,
    laterMs: Milliseconds,
    first: boolean,
  ): Promise<ResultCell> {
    const { scenario, sides, engine, streams, signal, onProgress, onCell } = this.#options;
    const estimateMs = this.#estimates.get(entry.id)!;
    const began = performance.now();
    const remaining = (): Milliseconds =>
      Math.max(0, estimateMs - (performance.now() - began)) + (first ? estimateMs : 0) + laterMs;
    let phase: Parameters<Parameters<typeof runCell>[0]["onPhase"]>[0] = "start";
    const order = ++this.#cells;
    const planned = { entry, block: place.pair, order, estimateMs };
    const running = runCell({
      scenario,
      cell: planned,
      engine,
      clock: this.#clock,
      signal,
      source: sides[place.side].sourceOf(entry),
      onPhase(next) {
        phase = next;
        onProgress({ type: "phase", place, phase, remainingMs: remaining() });
      },
      onBeat: (connected) => onProgress({ type: "beat", place, phase, connected, remainingMs: remaining() }),
    });
    const reports = await running.catch((error: unknown) => {
      throw faultOfSide(error, entry.id, `the ${place.side} ${sides[place.side].about.label}`);
    });
    const measured = resultCell(reports, {
      scenario,
      planned,
      stream: streams.hashOf(entry),
      hostBusy: this.#hostBusy,
      scheduleAgeMs: streams.ageOf(entry),
    });
    const cell: ResultCell = {
      ...measured,
      side: place.side,
      pair: place.pair,
      ...(confirming ? { confirming } : {}),
    };
    this.#took += performance.now() - began;
    this.#estimated += estimateMs;
    onCell(cell);
    onProgress({ type: "cell", place, result: cell });
    return cell;
  }
}
