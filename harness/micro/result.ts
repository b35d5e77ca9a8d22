import { createRequire } from "node:module";
import { RESULT_VERSION, type Result, type ResultCell, type ResultNote } from "../../core/result.ts";
import type { Scenario } from "../../core/scenario.ts";
import { EventStream, streamHash } from "../../core/stream.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { Calibration } from "../calibrate.ts";
import { describeScenario } from "../describe-scenario.ts";
import { environment, ownVersion } from "../environment.ts";
import { summarise } from "../summary.ts";
import { ENVELOPES, STREAM } from "./events.ts";
import { MICRO_CASES } from "./index.ts";
import { ROUNDS, type Round, WARMUP_SHARE } from "./measure.ts";
import type { MicroName } from "./names.ts";
import { spreadWarnings } from "./spread.ts";

/** What cells of micro-benchmarks have for a transport. */
export const MICRO_TRANSPORT = "micro";

const STREAM_HASH = streamHash(new EventStream(STREAM));

const paramsOf = (name: MicroName): ResultCell["params"] => ({ reference: MICRO_CASES[name].reference });

/** The cells of one case: each round is a block, as two transports measured in turns would be. */
export function microCells(
  name: MicroName,
  rounds: readonly Round[],
  { firstOrder, warnings }: { firstOrder: number; warnings: readonly ResultNote[] },
): ResultCell[] {
  const all = [...spreadWarnings(rounds), ...warnings];
  return rounds.map(({ ours, reference }, index) => ({
    id: name,
    transport: MICRO_TRANSPORT,
    params: paramsOf(name),
    point: {},
    block: index + 1,
    order: firstOrder + index,
    clients: 0,
    stream: STREAM_HASH,
    link: null,
    verdict: { status: "valid", reasons: [], warnings: all },
    metrics: {
      opP50Ns: ours,
      referenceOpP50Ns: reference,
      opReferenceRatio: ours / reference,
    },
    histograms: {},
    timeline: {
      startMs: 0,
      intervalMs: 1000,
      latencyP50Ms: [],
      eventsDelivered: [],
      bytesDown: [],
      bytesUp: [],
    },
  }));
}

/** What was asked for, as a scenario: cases for transports, rounds for blocks, the events that all work on. */
export function microScenario(
  names: readonly MicroName[],
  span: Milliseconds,
  overrides: readonly string[],
): Result["scenario"] {
  const { seed, arrivals, rate, payloadBytes } = STREAM;
  const scenario: Scenario = {
    name: "micro",
    description: "Hot paths against reference libraries that do the same work on the same bytes.",
    seed,
    clients: 0,
    headers: "lean",
    cookieBytes: 0,
    stream: { arrivals, rate, payloadBytes },
    phases: { warmupMs: span * WARMUP_SHARE, measureMs: span },
    transports: names.map((id) => ({ id, transport: MICRO_TRANSPORT, params: paramsOf(id) })),
    repeat: ROUNDS,
    thresholds: [],
    overrides,
  };
  return describeScenario(scenario);
}

/** The whole result of the cells there are. */
export function microResult(
  run: Result["run"],
  scenario: Result["scenario"],
  cells: readonly ResultCell[],
  calibration?: Calibration,
): Result {
  const found = environment(calibration);
  return {
    schemaVersion: RESULT_VERSION,
    tool: { name: "polls-apart", version: ownVersion() },
    run,
    environment: { ...found, packages: { ...found.packages, ...referenceVersions() } },
    scenario,
    streams: {
      [STREAM_HASH]: {
        events: ENVELOPES.length,
        payloadBytes: ENVELOPES.length * STREAM.payloadBytes,
        envelopeBytes: ENVELOPES.reduce((sum, { length }) => sum + length, 0),
      },
    },
    cells: [...cells],
    summary: summarise(cells),
    thresholds: [],
  };
}

/** Versions of the references that no other result depends on. */
function referenceVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    ["hdr-histogram-js", "http-parser-js"].map((name) => {
      const { version } = require(`${name}/package.json`) as { version: string };
      return [name, version];
    }),
  );
}
