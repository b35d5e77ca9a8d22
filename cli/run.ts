import { join, resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import { applyOverrides, type ScenarioOverrides } from "../core/scenario/override.ts";
import type { Scenario } from "../core/scenario.ts";
import { planRun } from "../harness/plan.ts";
import { type RunOutcome, runScenario } from "../harness/run.ts";
import { loadAssets, renderHtml, renderText } from "../reports/index.ts";
import { OVERRIDE_OPTIONS, runCommandLine } from "./command-line.ts";
import { findConfig } from "./config.ts";
import { endingText, jsonText, nextLine } from "./ending.ts";
import { exitCodeOf } from "./exit-code.ts";
import { asFailure, tellFailure } from "./failure.ts";
import { ensureWritable, writeAtomically } from "./files.ts";
import { onInterrupt, SIGNAL_EXIT } from "./interrupt.ts";
import { checkCountable, isInside, runInside, settleInside } from "./netns.ts";
import { processHost } from "./netns-host.ts";
import { nextCommand } from "./next-command.ts";
import { planData, planText } from "./plan-text.ts";
import { ProgressDisplay } from "./progress.ts";
import { findScenario } from "./scenarios.ts";
import { animated, lively, type Signal, type System } from "./system.ts";

/** The options of `bench run`, as commander gives them. */
export interface RunCommandOptions extends Omit<ScenarioOverrides, "headers" | "rate"> {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly netns?: boolean;
  readonly calibration: boolean;
  readonly dryRun?: boolean;
  readonly report: boolean;
  readonly color: boolean;
}

/** `bench run`: measures, tells, and returns the exit code. */
export async function run(
  system: System,
  named: string | undefined,
  options: RunCommandOptions,
): Promise<number> {
  const word = named ?? (await settledScenario(system));
  const overrides = overridesOf(options);
  const scenario = applyOverrides(await findScenario(word, system.cwd), overrides);
  if (options.netns === true) checkCountable(scenario);
  if (options.dryRun === true) {
    const plan = planRun(scenario);
    const { stdout } = system;
    const next = nextLine(system, runCommandLine(word, overrides, switchesOf(options)));
    stdout.write(
      options.json === true
        ? jsonText(planData(scenario, plan))
        : `${planText(scenario, plan, stdout)}${next}\n`,
    );
    return 0;
  }
  if (options.netns !== true) return await measureAndTell(system, word, options, scenario);
  if (!isInside(system)) return await runInside(system, processHost());
  return await measureAndTell(settleInside(system, processHost()), word, options, scenario);
}

/** The scenario that the project's settings name. */
async function settledScenario({ cwd }: System): Promise<string> {
  const { config } = await findConfig(cwd, undefined);
  if (config.scenario !== undefined) return config.scenario;
  throw new BenchError("USAGE", "there is no scenario to run", {
    hint: "bench run <scenario>: see bench list; or name one in bench.config.ts",
  });
}

async function measureAndTell(
  system: System,
  word: string,
  options: RunCommandOptions,
  scenario: Scenario,
): Promise<number> {
  const overrides = overridesOf(options);
  const netns = options.netns === true;
  const switches = switchesOf(options);
  const out = resolve(system.cwd, options.out);
  await ensureWritable(out);

  const { outcome, signal } = await measure(system, options.quiet === true, {
    scenario,
    out,
    netns,
    ...(options.calibration ? {} : { calibrate: async () => undefined }),
    command: runCommandLine(word, overrides, switches),
  });
  if (outcome instanceof Error) {
    const failure = asFailure(outcome);
    if (failure === undefined || signal === undefined) throw outcome;
    tellFailure(failure, system.stderr);
    return SIGNAL_EXIT[signal];
  }
  const { result } = outcome;
  tellResult(system, result, options);
  await tellFiles(system, outcome, options, nextCommand(word, overrides, switches, result));
  return exitCodeOf(result, signal);
}

interface Measured {
  readonly outcome: RunOutcome | Error;
  /** What interrupted the run. */
  readonly signal: Signal | undefined;
}

/** Runs the scenario with its progress on stderr, and stops it early when a signal asks for that. */
async function measure(
  system: System,
  quiet: boolean,
  run: Omit<Parameters<typeof runScenario>[0], "signal" | "onProgress">,
): Promise<Measured> {
  const { stderr, now } = system;
  const display = quiet
    ? undefined
    : new ProgressDisplay({ output: stderr, live: animated(system, stderr), now });
  const interruption = onInterrupt(system, () =>
    display?.note("finishing: writing what was measured; Ctrl-C again to stop at once"),
  );
  try {
    const outcome = await runScenario({
      ...run,
      signal: interruption.signal,
      onProgress(progress) {
        // Who pressed Ctrl-C has been told already.
        if (progress.type !== "aborting" || interruption.caught === undefined) display?.show(progress);
      },
    });
    return { outcome, signal: interruption.caught };
  } catch (error) {
    return {
      outcome: error instanceof Error ? error : new Error(String(error)),
      signal: interruption.caught,
    };
  } finally {
    display?.finish();
    interruption.done();
  }
}

function tellResult(system: System, result: Result, options: RunCommandOptions): void {
  const { stdout } = system;
  if (options.json === true) {
    stdout.write(jsonText(result));
  } else {
    stdout.write(
      renderText(result, { columns: stdout.columns, colour: lively(system, stdout, options.color) }),
    );
  }
}

/** Writes the report and says where everything is: with the summary, or beside the JSON document. */
async function tellFiles(
  system: System,
  { result, folder }: RunOutcome,
  options: RunCommandOptions,
  next: string,
): Promise<void> {
  const page = join(folder, "report.html");
  if (options.report) await writeAtomically(page, renderHtml(result, loadAssets()));
  const files = [
    ...(options.report ? [["report", page] as const] : []),
    ["result", join(folder, "result.json")] as const,
  ];
  const text = endingText(system, files, next);
  if (options.json !== true) system.stdout.write(`\n${text}`);
  else if (options.quiet !== true) system.stderr.write(text);
}

const overridesOf = (options: RunCommandOptions): ScenarioOverrides =>
  Object.fromEntries(OVERRIDE_OPTIONS.map((name) => [name, options[name]]));

/** The options without a value that change what is measured. */
const switchesOf = ({ netns, calibration }: RunCommandOptions): readonly string[] => [
  ...(netns === true ? ["--netns"] : []),
  ...(calibration ? [] : ["--no-calibration"]),
];
