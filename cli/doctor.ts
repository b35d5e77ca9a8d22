import { BenchError, EXIT } from "../core/errors.ts";
import type { Wish } from "../harness/doctor/affordable.ts";
import { checksOf } from "../harness/doctor/checks.ts";
import { conclude } from "../harness/doctor/conclusion.ts";
import { doctorDocument } from "../harness/doctor/document.ts";
import { examine, STEPS } from "../harness/doctor/examine.ts";
import { machineProbes, type Probes } from "../harness/doctor/probes.ts";
import type { Attempt, Readings } from "../harness/doctor/readings.ts";
import { doctorText } from "./doctor-text.ts";
import { jsonText, nextLine } from "./ending.ts";
import { onInterrupt, SIGNAL_EXIT } from "./interrupt.ts";
import { LiveLine } from "./live-line.ts";
import { checkAvailable } from "./netns.ts";
import { type NetnsHost, processHost } from "./netns-host.ts";
import { builtInNames, readBuiltIn } from "./scenarios.ts";
import { animated, lively, type Signal, type System } from "./system.ts";

/** The options of `bench doctor`, as commander gives them. */
export interface DoctorCommandOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** What the doctor looks at; tests bring their own. */
export interface Patient {
  readonly probes: Probes;
  readonly host: NetnsHost;
}

const thisMachine = (): Patient => ({ probes: machineProbes(), host: processHost() });

/** `bench doctor`: examines this machine, tells, and returns the exit code. */
export async function doctor(
  system: System,
  options: DoctorCommandOptions,
  patient: Patient = thisMachine(),
): Promise<number> {
  const found = await look(system, options.quiet === true, patient);
  if (typeof found === "string") return SIGNAL_EXIT[found];

  const checks = checksOf(found);
  const conclusion = conclude(found, checks, await wishes());
  const document = doctorDocument(found, checks, conclusion);
  const { stdout } = system;
  if (options.json === true) {
    stdout.write(jsonText(document));
  } else {
    const colour = lively(system, stdout, options.color);
    const next = document.status === "bad" ? "bench doctor   (when that is mended)" : "bench run quick";
    stdout.write(`${doctorText(document, { colour, columns: stdout.columns })}\n${nextLine(system, next)}\n`);
  }
  return document.status === "bad" ? EXIT.invalid : EXIT.ok;
}

/** Examines with progress on stderr; a signal that came before the end is the answer then. */
async function look(system: System, quiet: boolean, { probes, host }: Patient): Promise<Readings | Signal> {
  const { stderr } = system;
  const line = quiet
    ? undefined
    : new LiveLine({ output: stderr, live: animated(system, stderr), now: () => system.now() });
  const interruption = onInterrupt(system, () => line?.note("interrupted: nothing to tell yet"));
  try {
    const readings = await examine({
      probes,
      namespace: () => namespaceOf(system, host),
      signal: interruption.signal,
      onStep: (step) => {
        const place = STEPS.indexOf(step);
        line?.update(
          [`[${place + 1}/${STEPS.length}] ${step}`, "examining this machine, about 2s"],
          place === 0,
        );
      },
    });
    // Without readings a signal came.
    return readings ?? interruption.caught ?? "SIGTERM";
  } finally {
    line?.clear();
    interruption.done();
  }
}

function namespaceOf(system: System, host: NetnsHost): Attempt<true> {
  try {
    checkAvailable(system, host);
    return { type: "done", value: true };
  } catch (error) {
    if (error instanceof BenchError) return { type: "failed", message: error.message };
    throw error;
  }
}

/** What the built-in scenarios ask of a machine. */
async function wishes(): Promise<readonly Wish[]> {
  const scenarios = await Promise.all((await builtInNames()).map(readBuiltIn));
  return scenarios.map(({ name, clients, link }) => ({ name, clients, linked: link !== undefined }));
}
