import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { detailsOf, sentenceOf } from "./account.ts";
import { clip } from "./clean.ts";
import { circumstancesOf, decides, shownRows, verdictOf } from "./findings.ts";
import { type Attributes, element } from "./xml.ts";

type Kind = "passed" | "failure" | "error" | "skipped";

interface Case {
  readonly kind: Kind;
  readonly xml: string;
}

const NAME = 300;
const MESSAGE = 400;

/**
 * A comparison as JUnit XML: a suite for the comparison as a whole, then one per entry with a case per metric.
 * Regressed and missing fail, with every figure in the body; inconclusive, incomparable and what is only reported
 * are skipped with the reason; an invalid or interrupted run is an error of the comparison, and its rows are skipped.
 */
export function renderJunit(comparison: Comparison): string {
  const rows = shownRows(comparison);
  const ids = [...new Set(rows.map(({ id }) => id))];
  const suites = [
    { name: "comparison", cases: [wholeCase(comparison, rows)] },
    ...ids.map((id) => ({
      name: id,
      cases: rows.filter((row) => row.id === id).map((row) => rowCase(comparison, row)),
    })),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  const scenario = clip(comparison.scenario.name, NAME);
  const counts = (cases: readonly Case[]): Attributes => ({
    tests: cases.length,
    failures: cases.filter(({ kind }) => kind === "failure").length,
    errors: cases.filter(({ kind }) => kind === "error").length,
  });
  const body = suites.map(({ name, cases }) =>
    element(
      "testsuite",
      {
        name: `${scenario}.${clip(name, NAME)}`,
        ...counts(cases),
        skipped: cases.filter(({ kind }) => kind === "skipped").length,
        timestamp: comparison.run.startedAt,
      },
      cases.map(({ xml }) => xml),
    ),
  );
  const time = (comparison.run.durationMs / 1000).toFixed(3);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "testsuites",
    { name: `polls-apart ${comparison.kind}`, ...counts(all), time },
    body,
  )}\n`;
}

/** The comparison itself; it fails by itself only where no row says why. */
function wholeCase(comparison: Comparison, rows: readonly ComparisonRow[]): Case {
  const { word, sentence } = verdictOf(comparison);
  const classname = clip(comparison.scenario.name, NAME);
  const body = [
    ...circumstancesOf(comparison),
    ...comparison.notes.map(({ message }) => clip(message, MESSAGE)),
  ].join("\n");
  const told = rows.some(({ outcome }) => outcome === "regressed" || outcome === "missing");
  return testCase({ classname, name: "comparison" }, kindOf(), word, sentence, `${sentence}\n${body}`);

  function kindOf(): Kind {
    if (!decides(comparison)) return "error";
    if (word === "regressed") return told ? "passed" : failing(comparison);
    return word === "ok" ? "passed" : "skipped";
  }
}

function rowCase(comparison: Comparison, row: ComparisonRow): Case {
  const limit = row.class === "threshold" ? ` ${clip(row.limit?.text ?? "threshold", NAME)}` : "";
  const names = {
    classname: `${clip(comparison.scenario.name, NAME)}.${clip(row.id, NAME)}`,
    name: clip(row.metric, NAME) + limit,
  };
  return testCase(names, rowKind(row, comparison), row.outcome, sentenceOf(row), detailsOf(row).join("\n"));
}

/** A build that differs from itself says something about the machine, and fails nothing. */
const failing = ({ kind }: Comparison): Kind => (kind === "aa" ? "skipped" : "failure");

function rowKind({ outcome }: ComparisonRow, comparison: Comparison): Kind {
  switch (outcome) {
    case "regressed":
    case "missing":
      return failing(comparison);
    case "inconclusive":
    case "incomparable":
    case "reported":
      return "skipped";
    case "ok":
    case "improved":
    case "new":
      return "passed";
    default:
      return outcome satisfies never;
  }
}

function testCase(names: Attributes, kind: Kind, type: string, message: string, body: string): Case {
  const inside =
    kind === "passed"
      ? element("system-out", {}, body)
      : element(kind, { type, message: clip(message, MESSAGE) }, body);
  return { kind, xml: element("testcase", names, [inside]) };
}
