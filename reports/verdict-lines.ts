import type { Result, ResultThreshold } from "../core/result.ts";
import { intact } from "./audit.ts";
import { faultWords, linkAccount, linkWords, recoveries } from "./circumstances.ts";
import { counted, listed } from "./names.ts";
import { formatCount, formatNumber } from "./numbers.ts";
import { notesOf, type Row, type RowNote, subjectOf } from "./rows.ts";
import type { Emphasis } from "./terminal.ts";

/** A finding that stands before the table: a word that says of what kind it is, and what was found. */
export interface Line {
  readonly word: string;
  readonly emphasis: Emphasis;
  readonly text: string;
}

/** What was run, in a few parts: the scenario's name first. */
export function conditionWords(result: Result): readonly string[] {
  const { scenario } = result;
  const { rate, arrivals, payloadBytes } = scenario.stream;
  const link = linkWords(result);
  return [
    scenario.name,
    counted(scenario.clients, "client"),
    `${formatCount(rate)} events/s (${arrivals})`,
    `${formatCount(payloadBytes)} B payload`,
    counted(scenario.repeat, "block"),
    ...(link === undefined ? [] : [`through ${link}`]),
  ];
}

/** Validity, warnings and thresholds, with what was done to link and server: what decides how to read the table. */
export function verdictLines(result: Result, rows: readonly Row[]): readonly Line[] {
  return [
    ...(result.run.aborted ? [aborted(result)] : []),
    ...circumstances(result, rows),
    ...validity(rows),
    ...notesOf(result, rows, "reasons").map((note) => noteLine("INVALID", "bad", note)),
    ...notesOf(result, rows, "warnings").map((note) => noteLine("warning", "warn", note)),
    ...result.thresholds.map(thresholdLine),
  ];
}

function aborted({ run }: Result): Line {
  const cause = run.error === undefined ? "" : `: ${run.error.message}`;
  return { word: "ABORTED", emphasis: "bad", text: `the run ended early, its figures are partial${cause}` };
}

function circumstances(result: Result, rows: readonly Row[]): readonly Line[] {
  const link = linkAccount(rows);
  const faults = faultWords(result);
  return [
    ...(link.length === 0 ? [] : [{ word: "link", emphasis: "dim", text: link.join("; ") } satisfies Line]),
    ...(faults === undefined ? [] : [{ word: "fault", emphasis: "warn", text: faults } satisfies Line]),
    ...recoveries(rows).map(
      ({ row, words }): Line => ({ word: "recovery", emphasis: "strong", text: `${row.label}: ${words}` }),
    ),
  ];
}

function validity(rows: readonly Row[]): readonly Line[] {
  const valid = rows.filter(({ status }) => status === "valid");
  const missing = rows.filter(({ status }) => status === "missing");
  const whole = valid.length > 0 && valid.every((row) => intact(row) === true);
  const audited = whole ? "; every event arrived once, in order, unaltered" : "";
  const names = (group: readonly Row[]) => listed(group.map(({ label }) => label));
  return [
    ...(valid.length === 0
      ? []
      : [{ word: "valid", emphasis: "good", text: names(valid) + audited } satisfies Line]),
    ...(missing.length === 0
      ? []
      : [{ word: "MISSING", emphasis: "bad", text: `${names(missing)}: not measured` } satisfies Line]),
  ];
}

function noteLine(word: string, emphasis: Emphasis, note: RowNote): Line {
  return { word, emphasis, text: `${subjectOf(note)}: ${note.message}` };
}

function thresholdLine({ id, metric, limit, value, held }: ResultThreshold): Line {
  const measured = value === undefined ? "not measured" : `measured ${formatNumber(value)}`;
  return {
    word: held ? "held" : "FAILED",
    emphasis: held ? "good" : "bad",
    text: `${id} ${metric} ${limit} (${measured})`,
  };
}
