import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Comparison } from "../../../core/comparison.ts";
import { environment } from "../../../harness/environment.ts";
import { decide } from "./decide.ts";
import { faultyBuild } from "./faulty.ts";
import { FEWEST_FOUND, isRight, MOST_FALSE, TRIALS, type Trial } from "./trials.ts";

const HELP = `usage: npm run validate:gate -- [options]

Whether the gate can be trusted: a build compared with itself has to pass, builds with a known fault have to be
caught, by the right metric. The load stays on this machine and ends by itself; an hour and a half for everything.

  --only <trials>      these only, with commas between: ${TRIALS.map(({ id }) => id).join(", ")}
  --decisions <count>  so many decisions of each instead of 40 and 10
  --out <folder>       where gate.json goes (bench-results/validation)
  --list               print the trials and end
  --help               this text

Exit code 0: every trial kept its bound; 99: one did not; 2: usage; 130: interrupted.
`;

/** A decision that was invalid says nothing of the gate: something else kept the cores busy. It is made again. */
const MOST_INVALID = 5;

class UsageError extends Error {}

interface Tally {
  readonly trial: string;
  readonly what: string;
  readonly decisions: number;
  readonly right: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Decided at the first look, without confirmation. */
  readonly atFirstLook: number;
  readonly invalid: number;
  readonly held: boolean;
  readonly seconds: number;
  /** What the gate said first. */
  readonly example: string;
}

function parse() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      decisions: { type: "string" },
      out: { type: "string", default: "bench-results/validation" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const ids = values.only?.split(",").map((id) => id.trim());
  const unknown = ids?.filter((id) => !TRIALS.some((trial) => trial.id === id)) ?? [];
  if (unknown.length > 0) throw new UsageError(`--only names ${unknown.join(", ")}`);
  const decisions = values.decisions === undefined ? undefined : Number(values.decisions);
  if (decisions !== undefined && !(Number.isInteger(decisions) && decisions > 0)) {
    throw new UsageError(`--decisions: "${values.decisions}" is no number of decisions`);
  }
  const trials = TRIALS.filter(({ id }) => ids === undefined || ids.includes(id));
  return {
    ...values,
    trials: trials.map((trial) => ({ ...trial, decisions: decisions ?? trial.decisions })),
  };
}

async function tallyOf(trial: Trial, signal: AbortSignal): Promise<Tally> {
  const began = performance.now();
  const microseconds = await microsecondsOf(trial, signal);
  const build = trial.fault === undefined ? undefined : faultyBuild(trial.fault(microseconds));
  const outcomes: Record<string, number> = {};
  const tally = { decisions: 0, right: 0, atFirstLook: 0, invalid: 0 };
  let example = "";
  try {
    while (tally.decisions < trial.decisions) {
      const comparison = await decide({ ...trial, entry: build?.entry, signal });
      signal.throwIfAborted();
      if (comparison.outcome === "invalid" && tally.invalid < MOST_INVALID) {
        tally.invalid++;
        tell(`  invalid, made again: ${comparison.notes[0]?.message}`);
        continue;
      }
      tally.decisions++;
      outcomes[comparison.outcome] = (outcomes[comparison.outcome] ?? 0) + 1;
      const right = isRight(trial, comparison);
      if (right) tally.right++;
      if (comparison.looks.length === 1 && comparison.looks[0]!.suspected.length === 0) tally.atFirstLook++;
      example ||= telling(trial, comparison);
      tell(
        `  ${tally.decisions}/${trial.decisions} ${comparison.outcome}${right ? "" : ", WRONG"}: ${telling(trial, comparison)}`,
      );
    }
  } finally {
    build?.remove();
  }
  const wrong = 1 - tally.right / tally.decisions;
  return {
    trial: trial.id,
    what: trial.what,
    ...tally,
    outcomes,
    held: trial.fault === undefined ? wrong <= MOST_FALSE : tally.right / tally.decisions >= FEWEST_FOUND,
    seconds: Math.round((performance.now() - began) / 1000),
    example,
  };
}

/** What a busy wait is asked for at first, µs. */
const PILOT_US = 1;

/**
 * How long the fault has to be asked to wait, so that it is measured to take its share: a busy wait takes longer than
 * it was asked to, by how much a first decision shows.
 */
async function microsecondsOf(trial: Trial, signal: AbortSignal): Promise<number> {
  if (trial.dearer === undefined || trial.fault === undefined) return 0;
  const build = faultyBuild(trial.fault(PILOT_US));
  try {
    const { rows } = await decide({ ...trial, entry: build.entry, signal });
    const { base, head } = rows.find(({ metric }) => metric === "serverCpuUsPerEvent") ?? {};
    if (base === undefined || head === undefined) {
      throw new Error("the server's CPU time per event could not be measured");
    }
    const wanted = trial.dearer * base;
    const asked = Math.max(0, wanted - (head - base - PILOT_US));
    tell(
      `  the server takes ${base.toFixed(2)} µs per event; a wait of ${PILOT_US} µs ${(head - base).toFixed(2)} µs more, so ${asked.toFixed(2)} µs are asked for`,
    );
    return asked;
  } finally {
    build.remove();
  }
}

/** The row that the trial is about, or the gravest. */
function telling({ metric }: Trial, { rows, notes }: Comparison): string {
  const own = rows.find((row) => `${row.id}.${row.metric}` === metric && row.class !== "threshold");
  const grave = rows.find(({ outcome }) => ["regressed", "missing", "inconclusive"].includes(outcome));
  return (own ?? grave)?.message ?? notes[0]?.message ?? "nothing beyond its limits";
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

function line(tally: Tally): string {
  const { trial, what, right, decisions, atFirstLook, invalid, seconds, held, outcomes } = tally;
  const counted = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const again = invalid === 0 ? "" : `; ${invalid} invalid ones made again`;
  return `${held ? "ok  " : "MISS"} ${trial}: ${what}: ${right} of ${decisions} right (${counted.join(", ")}), ${atFirstLook} clear at the first look, ${seconds} s${again}`;
}

async function main(): Promise<number> {
  const { help, list, out, trials } = parse();
  if (help || list) {
    process.stdout.write(help ? HELP : TRIALS.map(({ id, what }) => `${id.padEnd(8)}${what}\n`).join(""));
    return 0;
  }
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => interruption.abort(new Error(`interrupted by ${signal}`)));
  }
  const tallies: Tally[] = [];
  try {
    for (const [i, trial] of trials.entries()) {
      tell(`[${i + 1}/${trials.length}] ${trial.id}: ${trial.what}`);
      tallies.push(await tallyOf(trial, interruption.signal));
      tell(line(tallies.at(-1)!));
    }
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  }
  mkdirSync(out, { recursive: true });
  const path = join(out, "gate.json");
  writeFileSync(path, `${JSON.stringify({ environment: environment(), trials: tallies }, null, 2)}\n`);
  process.stdout.write(tallies.map((tally) => `${line(tally)}\n     ${tally.example}\n`).join(""));
  tell(`written to ${path}`);
  if (interruption.signal.aborted) return 130;
  return tallies.every(({ held }) => held) ? 0 : 99;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage =
    error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(usage ? `${(error as Error).message}\n\n${HELP}` : `${(error as Error).stack}\n`);
  process.exitCode = usage ? 2 : 1;
}
