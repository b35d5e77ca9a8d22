import type { Result } from "../../core/result.ts";
import { environment } from "../environment.ts";
import { type Check, type Status, worst } from "./check.ts";
import type { Conclusion } from "./conclusion.ts";
import type { Readings } from "./readings.ts";

/** The format of what `bench doctor --json` prints. */
export const DOCTOR_VERSION = 1;

/** Everything found, as one document. What could not be read is absent. */
export interface DoctorDocument {
  readonly schemaVersion: typeof DOCTOR_VERSION;
  readonly tool: Result["tool"];
  readonly environment: Result["environment"];
  readonly durationMs: number;
  /** The worst of all checks. */
  readonly status: Status;
  readonly checks: readonly Check[];
  readonly conclusion: Conclusion;
}

export function doctorDocument(
  { facts, tookMs }: Readings,
  checks: readonly Check[],
  conclusion: Conclusion,
): DoctorDocument {
  return {
    schemaVersion: DOCTOR_VERSION,
    tool: { name: "polls-apart", version: facts.tool },
    environment: environment(),
    durationMs: Math.round(tookMs),
    status: worst(checks.map(({ status }) => status)),
    checks,
    conclusion,
  };
}
