import type { Probes } from "./probes.ts";
import type { Attempt, Readings } from "./readings.ts";

/** What is looked at, in order. */
export const STEPS = ["CPU while idle", "timers", "sleep", "clock", "other process", "namespaces"] as const;
export type Step = (typeof STEPS)[number];

export interface ExamineOptions {
  readonly probes: Probes;
  /** Whether a private network namespace can be had. */
  readonly namespace: () => Attempt<true>;
  readonly signal: AbortSignal;
  readonly onStep: (step: Step) => void;
}

/**
 * Measures and reads everything, one thing after the other so that none disturbs another: about 2 s. `undefined`
 * when the signal came before the end. Nothing it started is left running.
 */
export async function examine(options: ExamineOptions): Promise<Readings | undefined> {
  const { probes, namespace, signal, onStep } = options;
  const from = probes.now();
  // First, while the machine has seen as little as possible of this program.
  const facts = probes.facts();
  onStep("CPU while idle");
  const cpu = await probes.cpu(signal);
  if (signal.aborted) return undefined;
  onStep("timers");
  const timers = await probes.timers(signal);
  if (signal.aborted) return undefined;
  onStep("sleep");
  const sleep = probes.sleep();
  onStep("clock");
  const clock = probes.clock();
  onStep("other process");
  const peer = await probes.peer(signal);
  if (signal.aborted) return undefined;
  onStep("namespaces");
  return {
    facts,
    ...(cpu === undefined ? {} : { cpu }),
    ...(timers === undefined ? {} : { timers }),
    ...(sleep === undefined ? {} : { sleep }),
    clock,
    ...peer,
    namespace: namespace(),
    tookMs: probes.now() - from,
  };
}
