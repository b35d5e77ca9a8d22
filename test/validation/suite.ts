import { Lab } from "./lab.ts";
import { type AbsentRow, CannotRun, type Outcome, type Row } from "./row.ts";

export interface SuiteOptions {
  readonly rows: readonly Row[];
  readonly absent: readonly AbsentRow[];
  readonly quick: boolean;
  readonly signal: AbortSignal;
  /** Called when a row begins, with its place from 1 and how long the rest of a whole suite should take. */
  readonly onBegin: (row: Row, place: number, remainingSeconds: number) => void;
  readonly onEnd: (outcome: Outcome) => void;
  readonly onNote: (text: string) => void;
}

/** Runs the rows one after the other; whatever happens in one, the next one still has its turn. */
export async function runSuite(
  options: SuiteOptions,
): Promise<{ readonly rows: readonly Outcome[]; readonly repeats: number }> {
  const { rows, absent, quick, signal } = options;
  const lab = new Lab({ quick, signal, note: options.onNote });
  const outcomes: Outcome[] = [];
  const end = (outcome: Outcome): void => {
    outcomes.push(outcome);
    options.onEnd(outcome);
  };
  for (const [i, row] of rows.entries()) {
    if (signal.aborted) break;
    options.onBegin(
      row,
      i + 1,
      rows.slice(i).reduce((sum, { seconds }) => sum + seconds, 0),
    );
    const outcome = await outcomeOf(row, lab);
    // What an interruption cut short was not measured.
    if (!signal.aborted) end(outcome);
  }
  if (!signal.aborted)
    for (const { id, check, why } of absent) end({ id, check, seconds: 0, status: "not-run", why });
  const sorted = outcomes.toSorted((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  return { rows: sorted, repeats: lab.repeats };
}

async function outcomeOf(row: Row, lab: Lab): Promise<Outcome> {
  const { id, check } = row;
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  try {
    const lines = await row.run(lab);
    // A row without a comparison shows nothing.
    const passed = lines.length > 0 && lines.every(({ pass }) => pass);
    return { id, check, seconds: seconds(), status: passed ? "passed" : "failed", lines };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { id, check, seconds: seconds(), status: error instanceof CannotRun ? "not-run" : "error", why };
  }
}
