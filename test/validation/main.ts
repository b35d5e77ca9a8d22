import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { environment, ownVersion } from "../../harness/environment.ts";
import { ABSENT, ROWS } from "./rows.ts";
import { runSuite } from "./suite.ts";
import { type Findings, markdown, published, rowText, tally } from "./table.ts";

const PUBLISHED = fileURLToPath(new URL("../../../docs/VALIDATION.md", import.meta.url));

const HELP = `usage: npm run validate -- [options]

Measures what is known beforehand (byte counts of protocols, closed forms, what a stalled server must show) and
compares: expected, measured, tolerance, pass. The load stays on this machine and ends by itself.

  --quick          the short suite, under a minute
  --only <rows>    these rows only, with commas between, such as 17,19
  --out <folder>   where validation.json and validation.md go (bench-results/validation)
  --publish        write docs/VALIDATION.md as well; the whole suite only
  --json           print the findings as one JSON document instead of the table
  --list           print the rows and end
  --help           this text

Exit code 0: every row that could be run passed; 99: one did not; 2: usage; 130: interrupted.
`;

class UsageError extends Error {}

function parse() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      out: { type: "string", default: "bench-results/validation" },
      publish: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.publish && (values.quick || values.only !== undefined)) {
    throw new UsageError("--publish is for the whole suite: leave out --quick and --only");
  }
  return { ...values, rows: chosen(values.only, values.quick) };
}

function chosen(only: string | undefined, quick: boolean) {
  if (only === undefined) return quick ? ROWS.filter((row) => row.quick) : ROWS;
  const ids = only.split(",").map((id) => id.trim());
  const known = ROWS.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new UsageError(`--only names ${unknown.join(", ")}; there are ${known.join(", ")}`);
  }
  return ROWS.filter(({ id }) => ids.includes(id));
}

async function main(): Promise<number> {
  const { help, list, publish, quick, json, out, only, rows } = parse();
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (list) {
    process.stdout.write(ROWS.map(({ id, check }) => `${id.padStart(3)}  ${check}\n`).join(""));
    return 0;
  }
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => interruption.abort(new Error(`interrupted by ${signal}`)));
  }
  const startedAt = new Date().toISOString();
  const began = performance.now();
  const tell = (text: string): void => void process.stderr.write(`${text}\n`);
  const { rows: outcomes, repeats } = await runSuite({
    rows,
    absent: quick || only !== undefined ? [] : ABSENT,
    quick,
    signal: interruption.signal,
    onBegin: (row, place, seconds) => {
      const left = quick ? "" : `; about ${Math.ceil(seconds / 60)} min left`;
      tell(`[${place}/${rows.length}] ${row.id}: ${row.check}${left}`);
    },
    onEnd: (outcome) => tell(rowText(outcome)),
    onNote: (text) => tell(`             ${text}`),
  });
  const findings: Findings = {
    startedAt,
    seconds: (performance.now() - began) / 1000,
    quick,
    version: ownVersion(),
    environment: environment(),
    repeats,
    rows: outcomes,
  };
  const document = `${JSON.stringify(findings, null, 2)}\n`;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "validation.json"), document);
  writeFileSync(join(out, "validation.md"), markdown(findings));
  process.stdout.write(json ? document : markdown(findings));
  tell(`${tally(outcomes)} in ${Math.round(findings.seconds)} s; written to ${out}`);
  if (interruption.signal.aborted) return 130;
  if (publish) writeFileSync(PUBLISHED, published(findings));
  return outcomes.every(({ status }) => status === "passed" || status === "not-run") ? 0 : 99;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage =
    error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(usage ? `${(error as Error).message}\n\n${HELP}` : `${(error as Error).stack}\n`);
  process.exitCode = usage ? 2 : 1;
}
