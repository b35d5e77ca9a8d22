import type { environment } from "../../harness/environment.ts";
import type { Line, Outcome } from "./row.ts";

/** What a suite found, on what and when. */
export interface Findings {
  readonly startedAt: string;
  readonly seconds: number;
  readonly quick: boolean;
  readonly version: string;
  readonly environment: ReturnType<typeof environment>;
  /** Cells measured again because other work on the host had spoiled them. */
  readonly repeats: number;
  readonly rows: readonly Outcome[];
}

const STATUS = { passed: "pass", failed: "FAIL", error: "ERROR", "not-run": "not run" } as const;

/** `23 passed, 0 failed, 3 not run`. */
export function tally(rows: readonly Outcome[]): string {
  const count = (...statuses: Outcome["status"][]) =>
    rows.filter(({ status }) => statuses.includes(status)).length;
  return `${count("passed")} passed, ${count("failed", "error")} failed, ${count("not-run")} not run`;
}

/** One row for people who watch. */
export function rowText(outcome: Outcome): string {
  const head = `${STATUS[outcome.status].padEnd(8)}${outcome.id.padStart(3)}  ${outcome.check} (${outcome.seconds} s)`;
  if (outcome.status === "error" || outcome.status === "not-run")
    return `${head}\n             ${outcome.why}`;
  const lines = outcome.lines.map(
    (line) =>
      `${line.pass ? "             " : "       FAIL  "}${line.what}: ${line.measured} ${line.unit}`.trimEnd() +
      ` (expected ${line.expected}, tolerance ${line.tolerance})`,
  );
  return [head, ...lines].join("\n");
}

/** The document for readers who do not run it themselves. */
export function published(findings: Findings): string {
  return `# Validation

What the harness measured beside what must come out, from one run of \`npm run validate\` on the machine named below.
The byte rows and the counts hold on any machine; the timings must come out within their tolerance on any machine that
has nothing else to do. What the figures mean and how each row comes about: [METHOD.md](METHOD.md).

${markdown(findings)}`;
}

/** The table as a document. */
export function markdown(findings: Findings): string {
  const { environment: machine, rows } = findings;
  const body = rows.flatMap((outcome) => {
    const { id, check, status } = outcome;
    if (status === "error" || status === "not-run")
      return [cells(id, check, "", "", "", `${STATUS[status]}: ${outcome.why}`)];
    return outcome.lines.map((line, i) =>
      cells(
        i === 0 ? id : "",
        i === 0 ? check : "",
        detail(line),
        withUnit(line.measured, line),
        line.tolerance,
        line.pass ? "pass" : "FAIL",
      ),
    );
  });
  return [
    `${tally(rows)}; ${repeated(findings)}. ${findings.quick ? "The short suite" : "The whole suite"}, ${findings.startedAt.slice(0, 10)}, ` +
      `${Math.round(findings.seconds)} s, version ${findings.version}, on ${machine.cpuModel}, ${machine.cores} cores, ` +
      `${machine.os} ${machine.kernel}, Node ${machine.node}, fastify ${machine.packages.fastify}, ws ${machine.packages.ws}.`,
    "",
    "| #   | check | expected | measured | tolerance | result |",
    "| --- | ----- | -------- | -------- | --------- | ------ |",
    ...body,
    "",
  ].join("\n");
}

const repeated = ({ repeats }: Findings): string =>
  repeats === 0
    ? "no cell was measured twice"
    : `${repeats} cells spoiled by other work on the host were measured again`;
const detail = (line: Line): string => `${line.what}: ${withUnit(line.expected, line)}`;
const withUnit = (figure: string, { unit }: Line): string => (unit === "" ? figure : `${figure} ${unit}`);
const cells = (...texts: readonly string[]): string => `| ${texts.map(cell).join(" | ")} |`;
const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|");
