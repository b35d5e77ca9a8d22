import type { Lab } from "./lab.ts";

/** One comparison of a row: something measured beside what it must be. */
export interface Line {
  /** What was looked at, within the row. */
  readonly what: string;
  /** Unit of both figures; empty for a count. */
  readonly unit: string;
  readonly expected: string;
  readonly measured: string;
  readonly tolerance: string;
  readonly pass: boolean;
}

/** One row of the table: a property that an honest harness must reproduce. */
export interface Row {
  /** Its number in the table, such as `17`. */
  readonly id: string;
  readonly check: string;
  /** Whether it also runs in the short suite. */
  readonly quick: boolean;
  /** About how long it takes, whole. */
  readonly seconds: number;
  /** Measures. Throws `CannotRun` when this machine does not let it. */
  run(lab: Lab): Promise<readonly Line[]>;
}

/** A row that nothing here can run yet, and why. */
export interface AbsentRow {
  readonly id: string;
  readonly check: string;
  readonly why: string;
}

/** A row cannot be run on this machine; the message says why. It then counts as not run, never as passed. */
export class CannotRun extends Error {}

export type Outcome = { readonly id: string; readonly check: string; readonly seconds: number } & (
  | { readonly status: "passed" | "failed"; readonly lines: readonly Line[] }
  | { readonly status: "error"; readonly why: string }
  | { readonly status: "not-run"; readonly why: string }
);

// -------------------------------------------------------------------------------------------------- judgements

/** Equal, to the digit. */
export function exactly(
  what: string,
  unit: string,
  expected: number | string,
  measured: number | string,
): Line {
  return {
    what,
    unit,
    expected: String(expected),
    measured: String(measured),
    tolerance: "0",
    pass: expected === measured,
  };
}

/** Within a share of what is expected, such as 0.05. */
export function withinShare(
  what: string,
  unit: string,
  expected: number,
  measured: number,
  share: number,
): Line {
  return judged(
    what,
    unit,
    expected,
    measured,
    `${percent(share)} %`,
    Math.abs(measured - expected) <= share * Math.abs(expected),
  );
}

/** Within so much of what is expected, in its unit. */
export function withinSpan(
  what: string,
  unit: string,
  expected: number,
  measured: number,
  span: number,
): Line {
  return judged(what, unit, expected, measured, `±${shown(span)}`, Math.abs(measured - expected) <= span);
}

/** Between two bounds, both included. */
export function between(what: string, unit: string, low: number, high: number, measured: number): Line {
  const pass = measured >= low && measured <= high;
  return {
    what,
    unit,
    expected: `${shown(low)} to ${shown(high)}`,
    measured: shown(measured),
    tolerance: "as stated",
    pass,
  };
}

/** Not above a bound. */
export function atMost(what: string, unit: string, bound: number, measured: number): Line {
  return {
    what,
    unit,
    expected: `≤ ${shown(bound)}`,
    measured: shown(measured),
    tolerance: "as stated",
    pass: measured <= bound,
  };
}

/** Not below a bound. */
export function atLeast(what: string, unit: string, bound: number, measured: number): Line {
  return {
    what,
    unit,
    expected: `≥ ${shown(bound)}`,
    measured: shown(measured),
    tolerance: "as stated",
    pass: measured >= bound,
  };
}

function judged(
  what: string,
  unit: string,
  expected: number,
  measured: number,
  tolerance: string,
  pass: boolean,
): Line {
  // NaN compares false: what could not be measured does not pass.
  return { what, unit, expected: shown(expected), measured: shown(measured), tolerance, pass };
}

/** A figure to four significant digits; whole numbers as they are. */
export function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

const percent = (share: number): string => String(Number((share * 100).toPrecision(3)));
