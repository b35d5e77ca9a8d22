import { BenchError, type ErrorCode } from "../errors.ts";

/** Where in a scenario: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** Something wrong with a scenario, found by its place in the data. */
export interface Problem {
  readonly path: Path;
  /** Whether the key itself is wrong or what stands behind it. */
  readonly at: "key" | "value";
  /** What was found and what is allowed. */
  readonly message: string;
}

/** More than these are counted, not listed. */
const MOST_LISTED = 50;

/** A path as people write it: `transports[1].polling.interval`. */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (written, part) =>
      typeof part === "number" ? `${written}[${part}]` : written === "" ? part : `${written}.${part}`,
    "",
  );
}

/** A value of any kind as it is quoted in a message, shortened. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map of keys";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}

/**
 * The error that lists the problems of one subject together; beyond a number that people read, it counts. A
 * single problem is the whole message.
 */
export function problemsError<Found>(
  subject: string,
  problems: readonly Found[],
  describe: (listed: readonly Found[]) => readonly string[],
  hint: string,
  code: ErrorCode = "SCENARIO_INVALID",
): BenchError {
  const rest = problems.length - MOST_LISTED;
  const lines = [...describe(problems.slice(0, MOST_LISTED)), ...(rest > 0 ? [`and ${rest} more`] : [])];
  const [only = ""] = lines;
  const list = `${subject} has ${problems.length} problems:\n  ${lines.join("\n  ")}`;
  return new BenchError(code, problems.length === 1 ? only : list, { hint });
}
