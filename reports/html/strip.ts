import type { Result } from "../../core/result.ts";
import { formatDuration } from "../../core/units.ts";
import { answersOf } from "../answers.ts";
import { audit, intact } from "../audit.ts";
import { faultWords, linkAccount, linkWords } from "../circumstances.ts";
import { isMicro } from "../micro.ts";
import { counted } from "../names.ts";
import { formatCount, formatNumber } from "../numbers.ts";
import { notesOf, type Row, subjectOf } from "../rows.ts";
import { verdictSentence } from "../sentence.ts";
import { html, type Markup } from "./markup.ts";
import { notesList } from "./notes.ts";

type Mood = "good" | "bad" | "warn";

const SIGNS: Readonly<Record<Mood, string>> = { good: "✓", bad: "✕", warn: "!" };

const badge = (mood: Mood, text: string): Markup =>
  html`<li class="badge ${mood}"><span aria-hidden="true">${SIGNS[mood]}</span> ${text}</li>`;

/** The head of the page: what was run, the verdict, whether to trust it, on what machine, and how to repeat it. */
export function strip(result: Result, rows: readonly Row[]): Markup {
  const { scenario, run } = result;
  return html`<header>
<p class="overline">Polls Apart</p>
<h1>${scenario.name}</h1>
<p class="description">${scenario.description}</p>
<p class="verdict">${verdictSentence(result)}</p>
${answers(result, rows)}
<ul class="badges" aria-label="Validity">${badges(result, rows)}</ul>
${notes(result, rows)}
<dl class="facts">
${
  isMicro(rows)
    ? undefined
    : html`<div><dt>Load</dt><dd>${load(result)}</dd></div>
`
}${circumstances(result, rows)}<div><dt>Machine</dt><dd>${machine(result)}</dd></div>
<div><dt>Run</dt><dd>${run.startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}, ${formatDuration(Math.round(run.durationMs / 100) * 100)} in all</dd></div>
<div><dt>Repeat with</dt><dd class="command"><code id="command">${run.command}</code><button type="button" id="copy" hidden>Copy</button></dd></div>
</dl>
</header>
`;
}

/** What everyone asks first. Of hot paths the sentence has said it all. */
function answers(result: Result, rows: readonly Row[]): Markup | undefined {
  if (isMicro(rows)) return undefined;
  return html`<dl class="answers">${answersOf(result, rows).map(
    ({ question, answer }) => html`<div><dt>${question}</dt><dd>${answer}</dd></div>\n`,
  )}</dl>`;
}

function badges(result: Result, rows: readonly Row[]): readonly Markup[] {
  const valid = result.cells.filter(({ verdict }) => verdict.status === "valid").length;
  const all = result.cells.length;
  const warned = result.cells.filter(({ verdict }) => verdict.warnings.length > 0).length;
  return [
    ...(result.run.aborted ? [badge("bad", "ended early: partial result")] : []),
    badge(valid === all && all > 0 ? "good" : "bad", `${valid} of ${counted(all, "cell")} valid`),
    ...rows.filter(({ status }) => status === "invalid").map((row) => badge("bad", `${row.label} invalid`)),
    ...rows
      .filter(({ status }) => status === "missing")
      .map((row) => badge("bad", `${row.label} not measured`)),
    ...deliveryBadges(rows),
    ...(warned > 0 ? [badge("warn", `${counted(warned, "cell")} with warnings`)] : []),
    ...result.thresholds.map(({ id, metric, limit, value, held }) => {
      const measured = value === undefined ? "not measured" : formatNumber(value);
      return badge(held ? "good" : "bad", `${id} ${metric} ${limit}: ${measured}${held ? "" : ", failed"}`);
    }),
  ];
}

function deliveryBadges(rows: readonly Row[]): readonly Markup[] {
  const valid = rows.filter(({ status }) => status === "valid");
  const whose = valid.length === rows.length ? "every event" : "every event of the valid cells";
  if (valid.length > 0 && valid.every((row) => intact(row) === true)) {
    return [badge("good", `${whose} arrived once, in order, unaltered`)];
  }
  return valid.flatMap((row) => {
    const found = audit(row);
    return found === undefined || intact(row) === true
      ? []
      : [badge("bad", `${row.label}: ${formatCount(found.lost)} of ${formatCount(found.expected)} lost`)];
  });
}

function notes(result: Result, rows: readonly Row[]): Markup | undefined {
  const { error } = result.run;
  const items = [
    ...(error === undefined
      ? []
      : [html`<li class="bad"><strong>Ended early:</strong> ${error.message}</li>`]),
    ...notesOf(result, rows, "reasons").map(
      (note) => html`<li class="bad"><strong>${subjectOf(note)} invalid:</strong> ${note.message}</li>`,
    ),
    ...notesOf(result, rows, "warnings").map(
      (note) => html`<li class="warn"><strong>${subjectOf(note)}:</strong> ${note.message}</li>`,
    ),
  ];
  return notesList(items);
}

function load({ scenario }: Result): string {
  const { stream, phases } = scenario;
  return [
    counted(scenario.clients, "client"),
    `${formatCount(stream.rate)} events/s (${stream.arrivals})`,
    `${formatCount(stream.payloadBytes)} B payload`,
    `${formatDuration(phases.measureMs)} measured after ${formatDuration(phases.warmupMs)} of warm-up`,
    counted(scenario.repeat, "block"),
  ].join(" · ");
}

function circumstances(result: Result, rows: readonly Row[]): readonly Markup[] {
  const link = linkWords(result);
  const faults = faultWords(result);
  return [
    ...(link === undefined
      ? []
      : [html`<div><dt>Link</dt><dd>${[`through ${link}`, ...linkAccount(rows)].join("; ")}</dd></div>\n`]),
    ...(faults === undefined ? [] : [html`<div><dt>Faults</dt><dd>${faults}</dd></div>\n`]),
  ];
}

function machine({ environment }: Result): string {
  const { cpuModel, cores, memoryBytes, os, kernel, arch, node } = environment;
  return [
    `${cpuModel}, ${counted(cores, "core")}`,
    `${Math.round((memoryBytes / 2 ** 30) * 10) / 10} GiB`,
    `${os} ${kernel} ${arch}`,
    `Node ${node.replace(/^v/, "")}`,
  ].join(" · ");
}
