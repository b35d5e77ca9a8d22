import { code, inert } from "../markdown-text.ts";
import { capitalised, counted } from "../names.ts";
import { formatNumber, formatPercent } from "../numbers.ts";
import { type Emphasis, styleFor, wrap } from "../terminal.ts";
import { clip, visible } from "./clean.ts";
import { unitWord } from "./figures.ts";
import type { OutputOptions } from "./format.ts";

/** One run of a history: when, and of which commit. */
export interface TrendRun {
  readonly at: string;
  readonly commit: string;
}

/** A level that changed and stayed. */
export interface TrendChange {
  readonly before: number;
  readonly after: number;
  /** The first run of the new level, and the last of the old. */
  readonly first: TrendRun;
  readonly last: TrendRun;
  /** Absent for a metric that is neither good nor bad. */
  readonly worse?: boolean;
}

/** One metric of one entry over a history. */
export interface TrendMetric {
  readonly scenario: string;
  readonly entry: string;
  readonly metric: string;
  readonly unit: string;
  /** Runs that may be compared with the newest. */
  readonly runs: number;
  readonly changes: readonly TrendChange[];
}

/** What a history says: it is shown and fails nothing. */
export interface TrendReport {
  readonly metrics: readonly TrendMetric[];
  /** Lines of the history that could not be read. */
  readonly damaged: number;
}

interface Told {
  readonly of: TrendMetric;
  readonly when: string;
  readonly text: string;
  readonly word: "worse" | "better" | "changed";
}

const MOST_CHANGES = 40;
const WORD_WIDTH = 9;
const EMPHASES: Readonly<Record<Told["word"], Emphasis>> = {
  worse: "bad",
  better: "good",
  changed: "strong",
};

/** Where levels changed, newest first, for the terminal. */
export function renderTrend(report: TrendReport, { columns, colour }: OutputOptions): string {
  const style = styleFor(colour);
  const changes = changesOf(report);
  const lines = changes.slice(0, MOST_CHANGES).flatMap(({ of, when, text, word }) => {
    const subject = [of.scenario, of.entry, of.metric].map((name) => clip(name)).join(" ");
    return wrap(`${subject}: ${text}, ${when}`, columns - WORD_WIDTH).map(
      (piece, index) =>
        (index === 0 ? style(EMPHASES[word], word.padEnd(WORD_WIDTH)) : " ".repeat(WORD_WIDTH)) + piece,
    );
  });
  return `${[
    ...wrap(headline(report, changes), columns).map((line) => style("strong", line)),
    ...wrap(scope(report), columns).map((line) => style("dim", line)),
    ...lines,
    ...moreOf(changes),
  ].join("\n")}\n`;
}

/** The same for a step's summary. */
export function renderTrendMarkdown(report: TrendReport): string {
  const changes = changesOf(report);
  const items = changes
    .slice(0, MOST_CHANGES)
    .map(
      ({ of, when, text, word }) =>
        `- **${word}** ${[of.scenario, of.entry, of.metric].map((name) => code(clip(name))).join(" ")}: ${inert(text)}, ${inert(when)}`,
    );
  return `${[
    "### Trend",
    inert(`${capitalised(headline(report, changes))}. ${capitalised(scope(report))}.`),
    [...items, ...moreOf(changes).map((more) => `- ${more}`)].join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function changesOf({ metrics }: TrendReport): readonly Told[] {
  return metrics
    .flatMap((of) => of.changes.map((change) => ({ of, change })))
    .toSorted((a, b) => Date.parse(b.change.first.at) - Date.parse(a.change.first.at))
    .map(({ of, change: { before, after, first, last, worse } }) => {
      const size = formatPercent(Math.abs(after / before - 1));
      const share = before === 0 ? "" : ` (${after < before ? "-" : "+"}${size} %)`;
      return {
        of,
        when: `since ${visible(first.at).slice(0, 10)}, between ${commit(last)} and ${commit(first)}`,
        text: `${formatNumber(before)} → ${`${formatNumber(after)} ${unitWord(of.unit)}`.trimEnd()}${share}`,
        word: worse === undefined ? "changed" : worse ? "worse" : "better",
      };
    });
}

/** A commit's first seven digits; anything else a run was called, as it is. */
function commit({ commit: name }: TrendRun): string {
  return /^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 7) : clip(name, 40);
}

function headline({ metrics }: TrendReport, changes: readonly Told[]): string {
  if (changes.length === 0) return `no metric of ${metrics.length} changed its level`;
  const worse = changes.filter(({ word }) => word === "worse").length;
  return `${counted(changes.length, "change")} of level in ${counted(metrics.length, "metric")}, ${worse} for the worse`;
}

function scope({ metrics, damaged }: TrendReport): string {
  const most = Math.max(0, ...metrics.map(({ runs }) => runs));
  return [
    `${counted(most, "comparable run")} at most`,
    ...(damaged > 0 ? [`${counted(damaged, "line")} of the history could not be read`] : []),
  ].join("; ");
}

const moreOf = (changes: readonly Told[]): readonly string[] =>
  changes.length > MOST_CHANGES ? [`and ${changes.length - MOST_CHANGES} more, older ones`] : [];
