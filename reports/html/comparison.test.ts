import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { ComparisonSchema } from "../../core/comparison.ts";
import { drawnComparison } from "../testing/drawn-comparison.ts";
import { HOSTILE } from "../testing/sample-result.ts";
import { comparisonSection } from "./comparison.ts";

const page = (more: Parameters<typeof drawnComparison>[0] = {}): string =>
  comparisonSection(drawnComparison(more)).text;

describe("what changed", () => {
  test("is drawn from a document that keeps the published schema", () => {
    expect([...Value.Errors(ComparisonSchema, drawnComparison())]).toEqual([]);
  });

  test("says first what got worse, in the gate's own words", () => {
    expect(page()).toContain(
      "<figcaption>websocket latencyP50Ms got 27 % worse, 0.41 to 0.52 ms (limit 5 %).</figcaption>",
    );
  });

  test("says of a comparison in which nothing got worse how much was judged", () => {
    const rows = drawnComparison().rows.filter(({ outcome }) => outcome === "ok" || outcome === "improved");

    expect(page({ rows, outcome: "ok" })).toContain(
      "3 metrics of working tree judged beside main: nothing got worse beyond its limit; " +
        "better: websocket serverCpuUsPerEvent got 10 % better.",
    );
  });

  test("gives each outcome a mark of its own shape beside each limit's band", () => {
    const text = page();

    expect(text.match(/<rect class="mark bad"/g)).toHaveLength(1);
    expect(text.match(/<circle class="mark open warn"/g)).toHaveLength(1);
    expect(text.match(/<circle class="mark good"/g)).toHaveLength(1);
    expect(text.match(/<rect class="band"/g)).toHaveLength(4);
  });

  test("draws no count that passed no limit, and says where it is", () => {
    const [timing] = drawnComparison().rows;
    const same = {
      ...timing!,
      metric: "handshakeBytesPerConnection",
      class: "exact" as const,
      relative: { estimate: 0.01 },
      outcome: "ok" as const,
    };
    const grown = {
      ...same,
      metric: "requestBytes",
      relative: { estimate: 0.06 },
      outcome: "regressed" as const,
    };

    const text = page({ rows: [timing!, same, same, grown] });

    expect(text.match(/class="forest-name"/g)).toHaveLength(2);
    expect(text).toContain(
      "2 rows, most of them without an interval and within every limit, are in the table alone",
    );
  });

  test("has every row in its table, with base, head, change and limit", () => {
    const text = page();

    expect(text.match(/<tr><th scope="row">/g)).toHaveLength(5);
    expect(text).toContain("+27 %<small>+19 % to +35 %</small>");
    expect(text).toContain("<td>5 % and 0.050 ms</td>");
  });

  test("calls two runs at two times a hint", () => {
    expect(page({ advisory: true, kind: "compare" })).toContain("read times as a hint, counts as a fact");
    expect(page()).not.toContain("as a hint");
  });

  test("is text, whatever stands in the document", () => {
    const row = {
      ...drawnComparison().rows[0]!,
      id: HOSTILE,
      metric: HOSTILE,
      message: HOSTILE,
      unit: HOSTILE,
    };
    const text = page({
      rows: [row],
      base: { label: HOSTILE },
      head: { label: HOSTILE },
      notes: [{ code: HOSTILE, message: HOSTILE }],
    });

    expect(text).not.toContain("<img");
  });
});
