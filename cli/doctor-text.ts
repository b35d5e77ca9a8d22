import { formatDuration } from "../core/units.ts";
import { CHECK_NAMES, type Check, type Status } from "../harness/doctor/check.ts";
import type { DoctorDocument } from "../harness/doctor/document.ts";
import { counted } from "../reports/names.ts";
import { type Emphasis, plain, type Style, styleFor, wrap, wrapParts } from "../reports/terminal.ts";

const EMPHASIS: Readonly<Record<Status, Emphasis>> = { ok: "good", warn: "warn", bad: "bad" };
const STATUS_WIDTH = 6;
const NAME_WIDTH = Math.max(...CHECK_NAMES.map((name) => name.length)) + 2;
const LEFT = STATUS_WIDTH + NAME_WIDTH;
/** What a check means stands beside its figures only where it has this much room, else below them. */
const BESIDE_WIDTH = 40;
/** Lines of text longer than this are hard to read. */
const MOST_COLUMNS = 160;

/** What was found, for people: a check per line or few, then what can be measured. */
export function doctorText(
  document: DoctorDocument,
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string {
  const style = styleFor(colour);
  const width = Math.min(columns, MOST_COLUMNS);
  const { environment, checks, conclusion } = document;
  return [
    ...wrapParts(
      [
        `doctor: ${plain(environment.cpuModel)}`,
        counted(environment.cores, "core"),
        `Node ${plain(environment.node)}`,
        `took ${formatDuration(Math.round(document.durationMs / 100) * 100)}`,
      ],
      width,
    ),
    "",
    ...checkLines(checks, width, style),
    "",
    style("strong", `what can be measured here: ${summary(checks)}`),
    ...conclusion.sentences.flatMap(({ topic, text }) =>
      hanging(text, width - LEFT).map((piece, i) => (i === 0 ? topic : "").padEnd(LEFT) + piece),
    ),
    "",
  ].join("\n");
}

function checkLines(checks: readonly Check[], width: number, style: Style): readonly string[] {
  const shownWidth = Math.max(...checks.map(({ shown }) => shown.length)) + 2;
  const beside = width - LEFT - shownWidth >= BESIDE_WIDTH;
  const indent = beside ? LEFT + shownWidth : LEFT;
  return checks.flatMap(({ name, status, shown, meaning, remedy }) => {
    const head = style(EMPHASIS[status], status.padEnd(STATUS_WIDTH)) + name.padEnd(NAME_WIDTH);
    const words = [
      ...hanging(meaning, width - indent).map((line) => style("dim", line)),
      ...(remedy === undefined ? [] : hanging(`→ ${remedy}`, width - indent)),
    ];
    if (!beside) return [head + plain(shown), ...words.map((line) => " ".repeat(indent) + line)];
    return words.map(
      (line, i) => (i === 0 ? head + plain(shown).padEnd(shownWidth) : " ".repeat(indent)) + line,
    );
  });
}

const hanging = (text: string, width: number): readonly string[] => wrap(plain(text), width);

function summary(checks: readonly Check[]): string {
  const count = (status: Status): number => checks.filter((check) => check.status === status).length;
  if (count("bad") > 0) return `not much, ${counted(count("bad"), "check")} found something bad`;
  if (count("warn") > 0) return `with care, ${counted(count("warn"), "warning")}`;
  return "everything looks good";
}
