import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../core/comparison.ts";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { clip } from "./clean.ts";
import { MOST_BYTES, renderMarkdown } from "./markdown.ts";

const html = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });
const elements = (page: string): readonly string[] =>
  [...page.matchAll(/<\/?([a-z]\w*)([^>]*)>/gi)].map(([, name = "", rest = ""]) => name + rest);
const ALLOWED = /^(h3|p|ul|li|strong|code|table|thead|tbody|tr|th|td)( align="(left|right)")?$/;

const unescaped = (text: string): string =>
  text
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("\u2060", "");
const cellsOf = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = ""]) => unescaped(cell)),
  );

describe("the summary", () => {
  it("says the verdict, its causes and the figures", () => {
    const markdown = renderMarkdown(sampleComparison());
    expect(markdown.split("\n\n").slice(0, 2)).toEqual([
      "### Regressed: `quick`",
      "3 of 9 metrics got worse beyond their limits; 1 metric is missing on one side.",
    ]);
    expect(markdown).toContain(
      "- **regressed** `long-polling` `latencyP50Ms`: 0.93 → 1.97 ms, +112 % \\[+107, +116\\] (+1.04 ms), limit 5 % and 0.5 ms; 12 fresh pairs: +109 %, beyond the limit again\n",
    );
  });

  it("has a row in its table for each row of the comparison", () => {
    const comparison = sampleComparison();
    const [head, ...rows] = cellsOf(html(renderMarkdown(comparison)));
    expect(head).toHaveLength(10);
    expect(rows.map(([id, metric]) => [id, metric])).toEqual(
      comparison.rows.map(({ id, metric }) => [id, metric]),
    );
    expect(rows[5]).toEqual([
      ..."long-polling,latencyP50Ms,ms,0.93,1.97,+112 %,+107…+116,5 % and 0.5 ms,3.1 %,regressed".split(","),
    ]);
  });

  it("of head against head shows the noise and warns of limits below it", () => {
    const rows = [ROWS.wide, ROWS.ok];
    const markdown = renderMarkdown(sampleComparison("ok", { kind: "aa", rows }));
    expect(markdown).toMatch(/^### Noise: `quick`\n/);
    expect(markdown).toContain(
      "chance alone is up to 20 %, beyond the limit of 15 % and 2 ms, so that only changes from 38 % on",
    );
    expect(cellsOf(html(markdown))[1]).toContain("33 %");
  });
});

describe("hostile names", () => {
  it.each(HOSTILE_TEXTS)("%j is text and nothing else", (text) => {
    for (const outcome of OUTCOMES) {
      const page = html(renderMarkdown(hostileComparison(text, outcome)));
      expect(elements(page).filter((name) => !ALLOWED.test(name))).toEqual([]);
    }
  });

  it.each(HOSTILE_TEXTS)("%j stays in its cell and is read as it was", (text) => {
    const comparison = hostileComparison(text);
    const [head, ...rows] = cellsOf(html(renderMarkdown(comparison)));
    const name = clip(text).trim();
    expect(rows).toHaveLength(comparison.rows.length);
    for (const row of rows) {
      expect(row).toHaveLength(head!.length);
      expect(row[0]?.trim()).toBe(name);
    }
  });

  it("mentions nobody and links nothing", () => {
    const text = "@everyone #12 https://example.org www.example.org";
    const markdown = renderMarkdown(hostileComparison(text));
    expect(markdown).not.toMatch(/@\w/);
    expect(markdown).not.toMatch(/#\d+\b(?!;)/);
    expect(html(markdown)).not.toContain("<a");
  });
});

describe("a comparison with more rows than GitHub takes", () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ ...ROWS.ok, id: `entry ${index} &<|>` }));
  const markdown = renderMarkdown(sampleComparison("ok", { rows }));

  it("is cut well below 1 MiB and says how many rows it left out", () => {
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(MOST_BYTES);
    const [, more = ""] = /\n\n([\d,]+) more rows\n/.exec(markdown) ?? [];
    expect(cellsOf(html(markdown)).length - 1 + Number(more.replaceAll(",", ""))).toBe(rows.length);
  });
});
