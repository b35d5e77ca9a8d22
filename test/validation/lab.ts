import { hostClock } from "../../core/clock.ts";
import type { FaultSpec } from "../../core/fault.ts";
import type { LinkSpec } from "../../core/link.ts";
import type { PublisherReport, ServerReport } from "../../core/messages.ts";
import type { ResultCell } from "../../core/result.ts";
import { builtInEntry } from "../../core/scenario/resolve.ts";
import { type HeaderProfile, type Scenario, streamSpecOf, type TransportEntry } from "../../core/scenario.ts";
import { EventStream, streamHash } from "../../core/stream.ts";
import { isTransportName } from "../../core/transports.ts";
import { runCell } from "../../harness/cell.ts";
import type { Engine } from "../../harness/engine.ts";
import { localEngine } from "../../harness/engines/local.ts";
import { hostIsBusy } from "../../harness/environment.ts";
import { type LinkAccount, linkAccount } from "../../harness/link-account.ts";
import { type Load, mergeLoad } from "../../harness/merge.ts";
import { planRun } from "../../harness/plan.ts";
import { resultCell } from "../../harness/result-cell.ts";
import { scheduleAge } from "../../harness/schedule-age.ts";
import { Integrity } from "./integrity.ts";

/** What a row asks to be measured; whatever is left out is the plainest there is. */
export interface Setup {
  /** A built-in transport, or the path of a module that brings one. */
  readonly transport: string;
  readonly module?: string;
  readonly params?: TransportEntry["params"];
  readonly clients: number;
  readonly arrivals: "periodic" | "poisson";
  /** Events per second. */
  readonly rate: number;
  readonly payloadBytes?: number;
  readonly warmupMs?: number;
  readonly measureMs: number;
  readonly headers?: HeaderProfile;
  readonly seed?: number;
  readonly link?: LinkSpec;
  readonly faults?: readonly FaultSpec[];
  /** Whether to keep one latency per event. */
  readonly samples?: boolean;
  readonly netns?: boolean;
  readonly engine?: Engine;
  /** Whether a cell whose verdict is invalid is what the row is about. */
  readonly expectInvalid?: boolean;
}

/** One cell, measured. */
export interface Measured {
  readonly scenario: Scenario;
  readonly stream: EventStream;
  readonly load: Load;
  readonly publisher: PublisherReport;
  readonly server: ServerReport;
  readonly link: LinkAccount | undefined;
  readonly cell: ResultCell;
  /** When asked for: one latency per event in ns, −1 where it did not arrive; from event `firstId` on. */
  readonly samples: readonly number[] | undefined;
  readonly firstId: number;
}

/** A cell that a busy host spoiled is measured again, so often at most. */
const ATTEMPTS = 5;
/** What other work on the host does to a cell. Anything else that makes one invalid is a fault, and is told at once. */
const SPOILED: readonly string[] = ["LOAD_SATURATED", "LOAD_LATE", "PUBLISHER_LATE"];

/** Where rows measure: real cells in processes of their own, each checked for integrity as it comes. */
export class Lab {
  /** Whether this is the short suite. */
  readonly quick: boolean;
  readonly signal: AbortSignal;
  /** What every cell so far showed of lost, repeated and unaccounted things. */
  readonly integrity = new Integrity();
  readonly #note: (text: string) => void;

  constructor(options: { quick: boolean; signal: AbortSignal; note: (text: string) => void }) {
    this.quick = options.quick;
    this.signal = options.signal;
    this.#note = options.note;
  }

  /** How often a cell was measured again. */
  repeats = 0;

  /**
   * Measures one cell. One that a busy host spoiled is measured again; one that is invalid for another reason,
   * or too often, is an error that says why.
   */
  async measure(setup: Setup): Promise<Measured> {
    for (let attempt = 1; ; attempt++) {
      const measured = await this.#cell(setup);
      const { status, reasons } = measured.cell.verdict;
      if (status === "valid" || setup.expectInvalid === true) {
        this.integrity.add(measured);
        return measured;
      }
      const why = reasons.map(({ code, message }) => `${code}: ${message}`).join("; ");
      if (attempt === ATTEMPTS) throw new Error(`the cell was invalid ${ATTEMPTS} times: ${why}`);
      if (reasons.some(({ code }) => !SPOILED.includes(code)))
        throw new Error(`the cell was invalid: ${why}`);
      this.repeats++;
      this.#note(`spoiled, measured again: ${why}`);
    }
  }

  async #cell(setup: Setup): Promise<Measured> {
    const scenario = scenarioOf({ warmupMs: this.quick ? 300 : 1000, ...setup });
    const planned = planRun(scenario).cells[0]!;
    const hostBusy = hostIsBusy();
    const reports = await runCell({
      scenario,
      cell: planned,
      engine: setup.engine ?? localEngine,
      clock: hostClock(),
      signal: this.signal,
      onPhase: () => {},
      onBeat: () => {},
      netns: setup.netns,
      samples: setup.samples,
    });
    const stream = new EventStream(streamSpecOf(scenario, planned.entry));
    return {
      scenario,
      stream,
      load: mergeLoad(reports.load),
      publisher: reports.publisher,
      server: reports.server,
      link: scenario.link === undefined ? undefined : linkAccount(scenario.link, reports.link),
      samples: reports.load[0]?.samples,
      firstId: reports.load[0]?.firstId ?? 1,
      cell: resultCell(reports, {
        scenario,
        planned,
        stream: streamHash(stream),
        hostBusy,
        scheduleAgeMs: scheduleAge(stream, scenario.phases),
      }),
    };
  }
}

/** A link of one delay each way and nothing else. */
export const delayed = (ms: number): LinkSpec => ({
  delayUpMs: ms,
  delayDownMs: ms,
  jitterMs: 0,
  stalls: [],
});

function scenarioOf(setup: Setup & { readonly warmupMs: number }): Scenario {
  const { transport, module } = setup;
  const params = setup.params ?? (isTransportName(transport) ? builtInEntry(transport).params : {});
  return {
    name: "validation",
    description: "",
    seed: setup.seed ?? 1,
    clients: setup.clients,
    headers: setup.headers ?? "lean",
    cookieBytes: 0,
    stream: { arrivals: setup.arrivals, rate: setup.rate, payloadBytes: setup.payloadBytes ?? 16 },
    phases: { warmupMs: setup.warmupMs, measureMs: setup.measureMs },
    transports: [{ id: transport, transport, params, ...(module === undefined ? {} : { module }) }],
    ...(setup.link === undefined ? {} : { link: setup.link }),
    ...(setup.faults === undefined ? {} : { faults: setup.faults }),
    repeat: 1,
    thresholds: [],
    overrides: [],
  };
}
