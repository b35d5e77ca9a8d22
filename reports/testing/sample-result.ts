import { createHash } from "node:crypto";
import { encodeHistogram } from "../../core/hdr.ts";
import { Histogram } from "../../core/histogram.ts";
import type { MetricName } from "../../core/metrics.ts";
import { random } from "../../core/random.ts";
import type { Result, ResultCell, ResultSummary, ResultThreshold } from "../../core/result.ts";
import { msToNs, nsToMs } from "../../core/units.ts";
import { median } from "../rows.ts";
import { type SampleEntry, THREE } from "./sample-entries.ts";

export * from "./sample-entries.ts";

/** What a test may want different from the plain sample. */
export interface SampleOptions {
  readonly entries?: readonly SampleEntry[];
  readonly blocks?: number;
  readonly name?: string;
  readonly description?: string;
  readonly aborted?: boolean;
  readonly thresholds?: readonly ResultThreshold[];
  /** What the scenario puts between clients and server, and does to the server. */
  readonly link?: Result["scenario"]["link"];
  readonly faults?: Result["scenario"]["faults"];
  /** Whether the run had a network namespace of its own. */
  readonly netns?: boolean;
}

const CLIENTS = 100;
const EVENTS = 24;
const WARMUP_S = 2;
const MEASURE_S = 6;

const sha256 = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** A complete result of a run that never was: seeded, so that every test sees the same figures. */
export function sampleResult(options: SampleOptions = {}): Result {
  const { entries = THREE, blocks = 1, name = "quick", aborted = false, thresholds = [] } = options;
  const stream = sha256("stream");
  const cells = entries.flatMap((entry, place) =>
    Array.from({ length: blocks }, (_, block) =>
      cellOf(entry, block + 1, block * entries.length + place + 1, stream),
    ),
  );
  return {
    schemaVersion: 1,
    tool: { name: "polls-apart", version: "0.1.0" },
    run: {
      id: "20250102-030405-quick",
      command: `bench run ${name}`,
      startedAt: "2025-01-02T03:04:05.000Z",
      durationMs: 31_250,
      aborted,
      ...(aborted ? { error: { code: "INTERRUPTED", message: "interrupted by SIGINT" } } : {}),
    },
    environment: {
      cpuModel: "Example CPU @ 2.50GHz",
      cores: 2,
      memoryBytes: 8 * 1024 ** 3,
      os: "linux",
      kernel: "6.1.0",
      arch: "x64",
      node: "20.19.0",
      packages: { fastify: "5.12.8", ws: "8.23.0" },
      limits: { openFiles: 20_000 },
      noDelay: true,
      ...(options.netns === undefined ? {} : { netns: options.netns }),
    },
    scenario: {
      name,
      description: options.description ?? "Three transports, one minute of your time.",
      seed: 1,
      clients: CLIENTS,
      headers: "browser",
      cookieBytes: 0,
      stream: { arrivals: "poisson", rate: 4, payloadBytes: 160 },
      phases: { warmupMs: WARMUP_S * 1000, measureMs: MEASURE_S * 1000 },
      transports: entries.map(({ id, transport, params, rate }) => ({
        id,
        transport,
        params,
        ...(rate === undefined ? {} : { rate }),
      })),
      ...(options.link === undefined ? {} : { link: options.link }),
      ...(options.faults === undefined ? {} : { faults: options.faults }),
      repeat: blocks,
      thresholds: [],
      overrides: [],
      hash: sha256(name),
    },
    streams: { [stream]: { events: 32, payloadBytes: 5120, envelopeBytes: 6784 } },
    cells,
    summary: summariesOf(cells),
    thresholds: [...thresholds],
  };
}

function cellOf(entry: SampleEntry, block: number, order: number, stream: string): ResultCell {
  const draw = random(7, `${entry.id}/${block}`);
  const latencies = Array.from({ length: CLIENTS * EVENTS }, () => entry.latency(draw));
  const histogram = new Histogram();
  for (const latency of latencies) histogram.record(msToNs(latency));
  const quantile = (q: number) => nsToMs(histogram.quantile(q)!);
  const seconds = Array.from({ length: WARMUP_S + MEASURE_S }, (_, second) =>
    latencies.slice(second * 200, second * 200 + 200),
  );
  return {
    id: entry.id,
    transport: entry.transport,
    params: entry.params,
    point: {},
    block,
    order,
    clients: CLIENTS,
    stream,
    received: stream,
    link: entry.link ?? null,
    verdict: { status: "valid", reasons: [], warnings: [], ...entry.verdict },
    metrics: {
      latencyMeanMs: nsToMs(histogram.mean!),
      latencyP50Ms: quantile(0.5),
      latencyP90Ms: quantile(0.9),
      latencyP99Ms: quantile(0.99),
      latencyMaxMs: nsToMs(histogram.max!),
      publishSlipP99Ms: 0.21,
      eventsExpected: CLIENTS * EVENTS,
      eventsDelivered: CLIENTS * EVENTS - (entry.costs.eventsLost ?? 0),
      eventsLost: 0,
      eventsDuplicated: 0,
      eventsReordered: 0,
      eventsCorrupted: 0,
      clientLoopUtilization: 0.08,
      ...entry.costs,
    },
    ...(entry.prediction === undefined ? {} : { prediction: entry.prediction }),
    histograms: { latency: encodeHistogram(histogram) },
    timeline: {
      startMs: -WARMUP_S * 1000,
      intervalMs: 1000,
      latencyP50Ms: [null, ...seconds.slice(1).map((second) => median(second) ?? null)],
      eventsDelivered: [0, 300, 400, 500, 300, 400, 300, 500],
      bytesDown: [0, 64_000, 86_000, 108_000, 64_000, 86_000, 64_000, 108_000],
      bytesUp: [0, 20_000, 27_000, 34_000, 20_000, 27_000, 20_000, 34_000],
      ...entry.timeline,
    },
    ...(entry.recording === undefined || block > 1 ? {} : { recording: entry.recording }),
  };
}

function summariesOf(cells: readonly ResultCell[]): ResultSummary[] {
  const valid = cells.filter(({ verdict }) => verdict.status === "valid");
  return [...new Set(valid.map(({ id }) => id))].map((id) => {
    const mine = valid.filter((cell) => cell.id === id);
    const { transport, params, point } = mine[0]!;
    const names = new Set(mine.flatMap((cell) => Object.keys(cell.metrics) as MetricName[]));
    const metrics = Object.fromEntries(
      [...names].map((name) => {
        const values = mine.flatMap((cell) => cell.metrics[name] ?? []);
        const bounds = { low: Math.min(...values), high: Math.max(...values) };
        const predicted = median(mine.flatMap((cell) => cell.prediction?.metrics[name] ?? []));
        return [
          name,
          {
            value: median(values)!,
            ...(mine.length < 6 ? {} : bounds),
            ...(predicted === undefined ? {} : { predicted }),
          },
        ];
      }),
    );
    return { id, transport, params, point, blocks: mine.length, metrics };
  });
}
