import { join, resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import { applyOverrides, type ScenarioOverrides } from "../core/scenario/override.ts";
import { withOwnTransport } from "../core/scenario/own-transport.ts";
import type { Scenario } from "../core/scenario.ts";
import {
  type CompareBuildsOptions,
  type ComparedBuilds,
  compareBuilds,
} from "../harness/gate/compare-builds.ts";
import { buildSides } from "../harness/gate/sides/build-sides.ts";
import type { SideProgress } from "../harness/gate/sides/side.ts";
import { prepareSides, type Sides } from "../harness/gate/sides/sides.ts";
import { planRun } from "../harness/plan.ts";
import { loadAssets, renderHtml } from "../reports/index.ts";
import { quoted } from "./command-line.ts";
import { findConfig } from "./config.ts";
import { endingText, shownPath } from "./ending.ts";
import { asFailure, tellFailure } from "./failure.ts";
import { ensureWritable, writeAtomically } from "./files.ts";
import { gateExit } from "./gate-exit.ts";
import { ensureOutputs, type GateOutputOptions, outputsOf, tellComparison } from "./gate-output.ts";
import { GateProgressDisplay } from "./gate-progress.ts";
import {
  allThresholds,
  budgetOf,
  type GateSettingsOptions,
  limitsOf,
  metricsOf,
  pairPlanOf,
} from "./gate-settings.ts";
import { type Interruption, onInterrupt, SIGNAL_EXIT } from "./interrupt.ts";
import { clock, type LinePart } from "./live-line.ts";
import { aboutTime } from "./plan-text.ts";
import { findScenario } from "./scenarios.ts";
import { animated, type System } from "./system.ts";

/** The options of `bench ab`, as commander gives them. */
export interface AbOptions
  extends Pick<ScenarioOverrides, "transports" | "clients" | "duration" | "warmup" | "seed" | "link">,
    GateSettingsOptions,
    GateOutputOptions {
  readonly base?: string;
  readonly head?: string;
  readonly aa?: boolean;
  readonly transport?: string;
  readonly build?: string;
  readonly buildFolders?: boolean;
  readonly config?: string;
  readonly failFast?: boolean;
  readonly dryRun?: boolean;
  readonly report: boolean;
  readonly out: string;
}

const DEFAULT_SCENARIO = "gate";
const OVERRIDES = ["transports", "clients", "duration", "warmup", "seed", "link"] as const;

/** What is compared and how, all checked before anything is started. */
interface Order {
  readonly scenario: Scenario;
  readonly base: string | undefined;
  readonly head: string;
  readonly build: string | undefined;
  readonly comparing: Omit<CompareBuildsOptions, "scenario" | "sides" | "signal" | "onProgress">;
}

/** `bench ab`: measures two builds in pairs, tells what changed, and returns the exit code. */
export async function ab(system: System, word: string | undefined, options: AbOptions): Promise<number> {
  const { config } = await findConfig(system.cwd, options.config);
  const strict = options.strict ?? config.strict ?? false;
  const outputs = outputsOf(system, options, strict);
  const order = await orderOf(system, word, options, config);
  if (options.dryRun === true) {
    system.stdout.write(dryRun(order));
    return 0;
  }
  await ensureWritable(order.comparing.out);
  await ensureOutputs(outputs);
  const display = new GateProgressDisplay({
    output: options.quiet === true ? SILENT : system.stderr,
    live: options.quiet !== true && animated(system, system.stderr),
    now: system.now,
  });
  const interruption = onInterrupt(system, () =>
    display.note("finishing: writing what was measured; Ctrl-C again to stop at once"),
  );
  try {
    const compared = await measure(order, options, system, display, interruption);
    const { comparison } = compared;
    display.finish();
    await tellComparison(system, comparison, outputs);
    if (outputs.format === "text") await tellFiles(system, compared, options);
    return gateExit(comparison, { strict, signal: interruption.caught });
  } catch (thrown) {
    display.finish();
    if (interruption.caught === undefined) throw thrown;
    // An interruption before the first pair ends in whatever it interrupted.
    const failure = thrown === interruption.caught ? undefined : asFailure(thrown);
    if (failure !== undefined && failure.code !== "INTERNAL") tellFailure(failure, system.stderr);
    return SIGNAL_EXIT[interruption.caught];
  } finally {
    display.finish();
    interruption.done();
  }
}

async function orderOf(
  system: System,
  word: string | undefined,
  options: AbOptions,
  config: Awaited<ReturnType<typeof findConfig>>["config"],
): Promise<Order> {
  const { base, head = ".", aa = false } = options;
  if (aa && base !== undefined) {
    throw new BenchError("USAGE", "--aa compares the head with itself: there is no --base", {
      hint: "leave one of them out",
    });
  }
  if (!aa && base === undefined) {
    throw new BenchError("USAGE", "there is nothing to compare the head with", {
      hint: "--base <git ref or folder>; or --aa for the head with itself, to see what this machine can tell",
    });
  }
  const named = await findScenario(word ?? config.scenario ?? DEFAULT_SCENARIO, system.cwd);
  const ids = (one: Scenario): string[] => one.transports.map(({ id }) => id);
  const chosen =
    options.transport === undefined ? named : withOwnTransport(named, resolve(system.cwd, options.transport));
  const before = options.transport === undefined ? ids(named) : ids(chosen);
  const overrides = Object.fromEntries(OVERRIDES.map((name) => [name, options[name]]));
  const applied = applyOverrides(chosen, overrides);
  const known = [...new Set([...before, ...ids(applied)])];
  const thresholds = allThresholds(config, applied.thresholds, known);
  const limits = limitsOf(options, config, applied, known);
  const strictFamily = options.strictFamily ?? config.strictFamily ?? false;
  return {
    // A pair is a block; a scenario's own repetitions are for `bench run`.
    scenario: {
      ...applied,
      repeat: 1,
      thresholds: thresholds.filter(({ entry }) => ids(applied).includes(entry)),
      limits,
    },
    base,
    head,
    build: options.build ?? config.build,
    comparing: {
      kind: aa ? "aa" : "ab",
      plan: pairPlanOf(options, config, strictFamily),
      settings: { limits, strictFamily },
      metrics: metricsOf(options, config, known),
      budgetMs: budgetOf(options, config),
      failFast: options.failFast === true,
      out: resolve(system.cwd, options.out),
      command: ["bench", ...system.argv].map(quoted).join(" "),
    },
  };
}

/** Gets both sides ready, compares them, and clears away what was checked out, whatever happens. */
async function measure(
  { scenario, base, head, build, comparing }: Order,
  options: AbOptions,
  system: System,
  display: GateProgressDisplay,
  { signal }: Interruption,
) {
  const sides: Sides = await prepareSides({
    base,
    head,
    scenario,
    cwd: system.cwd,
    command: build,
    buildFolders: options.buildFolders,
    signal,
    onProgress: (progress) => display.preparing(preparation(progress)),
  });
  try {
    for (const { note } of [sides.base, sides.head]) if (note !== undefined) display.note(`note: ${note}`);
    return await compareBuilds({
      ...comparing,
      scenario: sides.scenario,
      sides: buildSides(sides),
      signal,
      onProgress: (progress) => display.show(progress),
    });
  } finally {
    for (const folder of await sides.close()) display.note(`warning: could not remove ${folder}`);
  }
}

function preparation({ side, label, step, elapsedMs, line }: SideProgress): readonly LinePart[] {
  const what = step === "checkout" ? "checking out" : "building";
  return [`${what} the ${side}, ${label}`, clock(elapsedMs), line];
}

/** Writes the page of both builds and says where everything is. */
async function tellFiles(
  system: System,
  { comparison, head, folder }: ComparedBuilds,
  { report }: AbOptions,
): Promise<void> {
  const page = join(folder, "report.html");
  if (report) await writeAtomically(page, renderHtml(head, loadAssets(), { comparison }));
  const files = [
    ...(report ? [["report", page] as const] : []),
    ["result", join(folder, "comparison.json")] as const,
  ];
  const [base, other] = ["base", "head"].map((side) => quoted(shownPath(system, join(folder, side))));
  const again = `bench compare ${base} ${other}   (reads it once more, measures nothing)`;
  system.stdout.write(`\n${endingText(system, files, again)}`);
}

function dryRun({ scenario, base, head, comparing }: Order): string {
  const { plan, kind } = comparing;
  const once = planRun(scenario).cells.reduce((sum, { estimateMs }) => sum + estimateMs, 0);
  const [first, second] = plan.looks;
  const most = Math.max(
    first + plan.confirming,
    Math.min(second + plan.confirming, comparing.budgetMs / (2 * once)),
  );
  const time = (pairs: number): string => aboutTime(2 * pairs * once);
  return [
    `${kind === "aa" ? `${head} with itself` : `${base} → ${head}`}, ${scenario.name}: ${scenario.transports.map(({ id }) => id).join(", ")}`,
    `first look after ${first} pairs of each, ${time(first)}`,
    `second look after ${second} where one leaves doubt; ${plan.confirming} fresh pairs confirm a suspicion`,
    `at most ${time(most)}: no second look that would end after ${clock(comparing.budgetMs)} is begun; nothing was started`,
    "",
  ].join("\n");
}

const SILENT = { write: () => {}, terminal: false, columns: 80 };
