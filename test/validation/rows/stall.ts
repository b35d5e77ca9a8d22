import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nsToMs } from "../../../core/units.ts";
import type { Lab, Measured } from "../lab.ts";
import { meanOf, metricOf, samplesOf } from "../reading.ts";
import { exactly, type Line, type Row, withinShare } from "../row.ts";

/** A server that stands still for 2 s in a minute; in the short suite for 1 s in 6. */
const timesOf = (lab: Lab) =>
  lab.quick
    ? { windowMs: 6000, stallMs: 1000, atMs: 2000 }
    : { windowMs: 60_000, stallMs: 2000, atMs: 20_000 };

const RATE = 100;

/**
 * Of a share s = stall/window of the events, due while the server stood, each waited for what was left: the
 * waits are uniform from the whole stall to nothing. So the 99th percentile lies at stall·(1 − 0.01/s), and the
 * mean grows by stall·s/2.
 */
function stallLines(
  p99: number,
  mean: number,
  undisturbed: number,
  { windowMs, stallMs }: ReturnType<typeof timesOf>,
): Line[] {
  const share = stallMs / windowMs;
  return [
    withinShare("p99", "ms", undisturbed + stallMs * (1 - 0.01 / share), p99, 0.05),
    withinShare("mean above an undisturbed server's", "ms", (stallMs * share) / 2, mean - undisturbed, 0.1),
  ];
}

const canary: Row = {
  id: "24",
  check: "a server stopped for 2 s (SIGSTOP) in 60 s at 100 events/s, push: p99 about 1401 ms, mean +33 ms",
  quick: true,
  seconds: 64,
  async run(lab) {
    const { measured } = await stalled(lab);
    const p99 = metricOf(measured, "latencyP99Ms");
    return stallLines(
      p99,
      metricOf(measured, "latencyMeanMs"),
      metricOf(measured, "latencyP50Ms"),
      timesOf(lab),
    );
  },
};

const blinded: Row = {
  id: "24b",
  check: "the same cell read by a meter that counts from the server's sending: row 24 must fail it",
  quick: true,
  seconds: 1,
  async run(lab) {
    const { measured, sent } = await stalled(lab);
    const latencies = blindLatencies(measured, sent).toSorted((a, b) => a - b);
    const at = (q: number): number => latencies[Math.ceil(q * latencies.length) - 1] ?? Number.NaN;
    const lines = stallLines(at(0.99), meanOf(latencies), at(0.5), timesOf(lab));
    return [
      exactly(`its p99 of ${at(0.99).toFixed(1)} ms`, "", "fails", lines[0]!.pass ? "passes" : "fails"),
      exactly("its mean", "", "fails", lines[1]!.pass ? "passes" : "fails"),
      withinShare("events it read", "", samplesOf(measured).length, latencies.length, 0),
    ];
  },
};

/** Latencies counted from the moment at which the server could send, in ms. */
function blindLatencies(
  { stream, samples = [], firstId }: Measured,
  sent: ReadonlyMap<number, number>,
): number[] {
  const lateness = (id: number): number => (sent.get(id) ?? Number.NaN) - stream.dueOf(id);
  // The stream's start on the host's clock: no event was sent before it was due.
  let start = Number.POSITIVE_INFINITY;
  for (const id of sent.keys()) start = Math.min(start, lateness(id));
  return samples.flatMap((ns, i) => (ns < 0 ? [] : [nsToMs(ns - (lateness(firstId + i) - start))]));
}

interface Stalled {
  readonly measured: Measured;
  /** When the server could send each event, by id. */
  readonly sent: ReadonlyMap<number, number>;
}

// Both rows read the same cell.
const cells = new WeakMap<Lab, Promise<Stalled>>();
function stalled(lab: Lab): Promise<Stalled> {
  const known = cells.get(lab);
  if (known !== undefined) return known;
  const cell = measureStalled(lab);
  cells.set(lab, cell);
  return cell;
}

async function measureStalled(lab: Lab): Promise<Stalled> {
  const { windowMs, stallMs, atMs } = timesOf(lab);
  const folder = mkdtempSync(join(tmpdir(), "polls-apart-validation-"));
  try {
    const witness = join(folder, "sent");
    const measured = await lab.measure({
      transport: "websocket",
      module: fileURLToPath(new URL("../witness.js", import.meta.url)),
      params: { witness },
      clients: 10,
      arrivals: "periodic",
      rate: RATE,
      measureMs: windowMs,
      samples: true,
      faults: [{ fault: "server-stall", atMs, forMs: stallMs }],
    });
    const sent = new Map<number, number>();
    for (const line of readFileSync(witness, "utf8").trimEnd().split("\n")) {
      const [seq, moment] = line.split(" ").map(Number);
      // A cell that had to be measured again wrote before: the last moment is the one that counts.
      sent.set(seq!, moment!);
    }
    return { measured, sent };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const STALL_ROWS: readonly Row[] = [canary, blinded];
