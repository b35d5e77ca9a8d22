import { join, resolve } from "node:path";
import type { TSchema } from "typebox";
import { BenchError, EXIT } from "../core/errors.ts";
import { check } from "../core/scenario/check.ts";
import { FIELDS } from "../core/scenario/schema.ts";
import { streamTooLarge } from "../core/scenario/stream-size.ts";
import type { Scenario } from "../core/scenario.ts";
import { parseDuration } from "../core/units.ts";
import {
  type Capacity,
  type CapacityOptions,
  findCapacity,
  MIN_POINT,
} from "../harness/capacity/capacity.ts";
import { capacityDocument, type Question } from "../harness/capacity/document.ts";
import { defaultObjective, parseObjective } from "../harness/capacity/objective.ts";
import type { By } from "../harness/capacity/sweep.ts";
import { loadAssets, renderHtml } from "../reports/index.ts";
import { CapacityDisplay } from "./capacity-progress.ts";
import { capacityText } from "./capacity-text.ts";
import { quoted } from "./command-line.ts";
import { endingText, jsonText } from "./ending.ts";
import { ensureWritable, writeAtomically } from "./files.ts";
import { onInterrupt, SIGNAL_EXIT } from "./interrupt.ts";
import { entryNamed, findScenario } from "./scenarios.ts";
import { animated, lively, type Signal, type System } from "./system.ts";

/** The options of `bench capacity`, as commander gives them. */
export interface CapacityCommandOptions {
  readonly scenario: string;
  readonly by: By;
  readonly clients?: string;
  readonly objective?: string;
  readonly maxClients?: string;
  readonly maxRate?: string;
  readonly stepDuration: string;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** Rates are tried up to this many events per second when no maximum is given. */
const DEFAULT_MAX_RATE = 10_000;
const HIGHEST_CLIENTS = 50_000;
/** Steps warm up this long at most: every step is a fresh server, and most of its time should be measured. */
const MAX_WARMUP_MS = 1000;

/** `bench capacity`: searches, tells, and returns the exit code. */
export async function capacity(
  system: System,
  transport: string,
  options: CapacityCommandOptions,
): Promise<number> {
  const question = await questionOf(system, transport, options);
  const max = maximumOf(question, options);
  const out = resolve(system.cwd, options.out);
  await ensureWritable(out);

  const { found, signal } = await search(system, options.quiet === true, {
    ...question,
    max,
    out,
    command: commandLine(transport, options),
  });
  const document = jsonText(capacityDocument(found, question));
  const [page, result, steps] = ["report.html", "result.json", "capacity.json"].map((name) =>
    join(found.folder, name),
  ) as [string, string, string];
  await writeAtomically(steps, document);
  await writeAtomically(page, renderHtml(found.result, loadAssets()));

  const { stdout, stderr } = system;
  const files = [["report", page] as const, ["result", result] as const, ["steps", steps] as const];
  const places = endingText(system, files, nextCommand(transport, options));
  if (options.json === true) {
    stdout.write(document);
    if (options.quiet !== true) stderr.write(places);
  } else {
    const colour = lively(system, stdout, options.color);
    stdout.write(`${capacityText(found, question, { colour, columns: stdout.columns })}\n${places}`);
  }
  return exitCodeOf(found, signal);
}

/** Runs the search with its progress on stderr, and ends it early when a signal asks for that. */
async function search(
  system: System,
  quiet: boolean,
  asked: Omit<CapacityOptions, "signal" | "onProgress">,
): Promise<{ found: Capacity; signal: Signal | undefined }> {
  const { stderr, now } = system;
  const display = quiet
    ? undefined
    : new CapacityDisplay({ output: stderr, live: animated(system, stderr), now, question: asked });
  const interruption = onInterrupt(system, () =>
    display?.note("finishing: telling what was found so far; Ctrl-C again to stop at once"),
  );
  try {
    const found = await findCapacity({
      ...asked,
      signal: interruption.signal,
      onProgress: (progress) => display?.show(progress),
    });
    return { found, signal: interruption.caught };
  } finally {
    display?.finish();
    interruption.done();
  }
}

function exitCodeOf({ ending }: Capacity, signal: Signal | undefined): number {
  if (signal !== undefined) return SIGNAL_EXIT[signal];
  if (ending.type !== "none") return EXIT.ok;
  return ending.valid ? EXIT.threshold : EXIT.invalid;
}

async function questionOf(
  system: System,
  transport: string,
  options: CapacityCommandOptions,
): Promise<Question> {
  const by = byOf(options);
  const base = await findScenario(options.scenario, system.cwd);
  const { rate = base.stream.rate, ...entry } = entryNamed(base, transport);
  refuseWrong("--step-duration", FIELDS.measure, options.stepDuration);
  const measureMs = parseDuration(options.stepDuration)!;
  const clients =
    options.clients === undefined ? base.clients : numberOf("--clients", FIELDS.clients, options.clients);
  const scenario: Scenario = {
    ...base,
    clients,
    stream: { ...base.stream, rate },
    phases: { warmupMs: Math.min(base.phases.warmupMs, measureMs, MAX_WARMUP_MS), measureMs },
    overrides: ["step-duration", ...(options.clients === undefined ? [] : ["clients"])],
  };
  const { objective } = options;
  return {
    scenario,
    entry,
    by,
    objective: objective === undefined ? defaultObjective(entry) : parseObjective(objective),
  };
}

/** What is to grow; the options that belong to the other kind of search are refused. */
function byOf({ by, clients, maxClients, maxRate }: CapacityCommandOptions): By {
  if (by === "clients" && clients !== undefined) {
    throw new BenchError("USAGE", "--clients is for --by rate: here the clients are what is searched for", {
      hint: "--max-clients bounds the search",
    });
  }
  const other = by === "clients" ? maxRate : maxClients;
  if (other === undefined) return by;
  const [given, fits] = by === "clients" ? ["--max-rate", "rate"] : ["--max-clients", "clients"];
  throw new BenchError("USAGE", `${given} is for --by ${fits}`, { hint: `--max-${by} bounds this search` });
}

function maximumOf({ by, scenario }: Question, options: CapacityCommandOptions): number {
  if (by === "clients") {
    if (options.maxClients === undefined) return HIGHEST_CLIENTS;
    return numberOf("--max-clients", FIELDS.clients, options.maxClients);
  }
  const spanMs = scenario.phases.warmupMs + scenario.phases.measureMs;
  const tooLarge = (rate: number): string | undefined =>
    streamTooLarge({ rate, payloadBytes: scenario.stream.payloadBytes, spanMs });
  if (options.maxRate === undefined) {
    let rate = DEFAULT_MAX_RATE;
    while (rate > 1 && tooLarge(rate) !== undefined) rate /= 2;
    return rate;
  }
  const rate = numberOf("--max-rate", FIELDS.rate, options.maxRate);
  const wrong = rate < MIN_POINT ? `found ${rate}; expected 1 event/s or more` : tooLarge(rate);
  if (wrong === undefined) return rate;
  throw new BenchError("USAGE", `--max-rate: ${wrong}`, { hint: "every option: bench capacity --help" });
}

/** A number that the scenario's own key would accept. */
function numberOf(option: string, schema: TSchema, text: string): number {
  const value = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : text;
  refuseWrong(option, schema, value);
  return Number(value);
}

function refuseWrong(option: string, schema: TSchema, value: unknown): void {
  const [wrong] = check(schema, value);
  if (wrong === undefined) return;
  throw new BenchError("USAGE", `${option}: ${wrong.message}`, {
    hint: "every option: bench capacity --help",
  });
}

/** The command that searches for the same again. */
function commandLine(transport: string, options: CapacityCommandOptions): string {
  const { scenario, by, clients, objective, maxClients, maxRate, stepDuration } = options;
  const given = {
    scenario: scenario === "quick" ? undefined : scenario,
    by: by === "clients" ? undefined : by,
    clients,
    objective,
    "max-clients": maxClients,
    "max-rate": maxRate,
    "step-duration": stepDuration === "2s" ? undefined : stepDuration,
  };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ["bench", "capacity", transport, ...words].map(quoted).join(" ");
}

/** The other search: who knows how many clients wants to know how many events. */
function nextCommand(transport: string, { by }: CapacityCommandOptions): string {
  return `bench capacity ${quoted(transport)}${by === "clients" ? " --by rate" : ""}`;
}
