import { marked, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown.ts";
import { codeBlock, inert } from "./markdown-text.ts";
import { CHECKABLE } from "./testing/checkable-entries.ts";
import { HOSTILE, invalid, POLLING, sampleResult, WEBSOCKET } from "./testing/sample-result.ts";

/** Names that would be something else than a name where they are not escaped. */
const HOSTILES = [
  HOSTILE,
  "a|b||c",
  "a\\|b",
  "line\nbreak\r\n\n# heading",
  "`code` ``more`` `",
  "**bold** _it_ ~~gone~~",
  "[link](javascript:alert(1)) ![img](http://x/y)",
  "see http://evil.example and www.evil.example",
  "&lt;b&gt; &amp; &#64;",
  "- item",
  "1. first",
  "+ more",
  "# heading",
  "> quote",
  "=== underline",
  "--- rule",
  "$x^2$",
  "<!-- comment",
  "a  ",
  "\u001b[31mred\u202egnol",
] as const;

/** Every token of a document, those inside others too. */
function tokensOf(markdown: string): readonly Token[] {
  const all: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    all.push(token);
  });
  return all;
}

const kindsOf = (markdown: string): readonly string[] =>
  [...new Set(tokensOf(markdown).map(({ type }) => type))].toSorted();

/** What a reader sees of a line, in the words of a browser: markup gone, entities read. */
function shownOf(markdown: string): string {
  return marked
    .parseInline(markdown, { gfm: true, async: false })
    .replace(/<\/?code>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll("\u2060", "");
}

const safe = (text: string): string => text.replace(/[\p{Cc}\u202e]/gu, "\ufffd");

describe("a result in Markdown", () => {
  it("is the sentence, the verdicts, the table, the machine and the command", () => {
    const thresholds = [
      { id: "websocket", metric: "latencyP99Ms", limit: "< 50", value: 1.004, held: true },
      { id: "polling", metric: "latencyP99Ms", limit: "< 50", value: 991, held: false },
    ];

    expect(renderMarkdown(sampleResult({ thresholds }))).toBe(
      `### Polls Apart: quick

**WebSocket delivered in 0.41 ms (median), long polling in 0.94 ms, polling in 521 ms; long polling sent 5.2× and polling 2.2× the bytes of WebSocket per event.**

100 clients · 4 events/s (poisson) · 160 B payload · 1 block

- **valid** polling, long-polling and websocket; every event arrived once, in order, unaltered
- **held** websocket latencyP99Ms \\< 50 (measured 1.00)
- **FAILED** polling latencyP99Ms \\< 50 (measured 991)

|  | Latency p50 (ms) | Latency p99 (ms) | Latency max (ms) | Requests (per event) | Bytes (per event) | Empty answers (%) | Server CPU (µs per event) | Memory (KiB per client) | Lost (events) |
| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| \`polling\` | 521 | 991 | 1,000 | 0.27 | 465 | 3.1 = | 24.6 | 38.3 = | 0 |
| \`long-polling\` | 0.94 | 3.11 | 7.14 | 0.99 | 1,122 | 0 = | 61.3 | 43.3 | 0 |
| \`websocket\` | **0.41** | **1.00** | **3.03** | **0** | **216** | – | **8.90** | 21.2 = | 0 |

**bold** best · = tied at the top: times less than a factor of 2 apart, counts within their tolerance · – not measured

Measured on 2025-01-02 by Polls Apart 0.1.0 on Example CPU @ 2.50GHz, 2 cores, linux 6.1.0, Node 20.19.0. Run it again:

\`\`\`sh
bench run quick
\`\`\`
`,
    );
  });

  it("gives intervals where there are blocks enough for them", () => {
    const [, , websocket] = renderMarkdown(sampleResult({ blocks: 6 }))
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    expect(websocket).toMatch(/^\| `websocket` \| \*\*0\.4\d\*\* \(0\.\d\d to 0\.\d\d\) \| /);
  });

  it("marks what is invalid and says why", () => {
    const markdown = renderMarkdown(
      sampleResult({ entries: [POLLING, invalid(WEBSOCKET, "a load worker was busy")] }),
    );
    expect(markdown).toContain("\n- **INVALID** websocket: a load worker was busy\n");
    expect(markdown).toContain("\n| `websocket` ! | ");
    expect(markdown).toContain("! invalid: it measured the harness");
  });

  it("says what theory makes of it", () => {
    expect(renderMarkdown(sampleResult({ entries: CHECKABLE }))).toMatch(
      /\n- Measured\/theory: .*as predicted, within 5 % or 1\.5 ms\n- /,
    );
  });

  it.each(HOSTILES)("shows %j as that text and as nothing else", (name) => {
    const entries = [{ ...POLLING, id: name }, WEBSOCKET];
    const markdown = renderMarkdown(sampleResult({ name, entries, aborted: true }));
    const plainKinds = kindsOf(
      renderMarkdown(sampleResult({ entries: [POLLING, WEBSOCKET], aborted: true })),
    );

    // Escapes are the only thing that a hostile name may add to what a harmless one has.
    expect(kindsOf(markdown).filter((kind) => kind !== "escape" && !plainKinds.includes(kind))).toEqual([]);
    const tables = tokensOf(markdown).filter((token): token is Tokens.Table => token.type === "table");
    expect(tables.map(({ rows }) => rows.map((row) => row.length))).toEqual([[10, 10]]);
    expect(shownOf(tables[0]!.rows[0]![0]!.text).trim()).toBe(safe(name).trim());
    const [heading] = tokensOf(markdown);
    expect(shownOf((heading as Tokens.Heading).text).trim()).toBe(`Polls Apart: ${safe(name)}`.trim());
  });
});

describe("text made inert", () => {
  it.each(HOSTILES)("has one kind of block and shows every character of %j", (text) => {
    expect(kindsOf(inert(text)).filter((kind) => kind !== "escape")).toEqual(["paragraph", "text"]);
    expect(shownOf(inert(text)).trim()).toBe(safe(text).trim());
  });

  it("tells nobody and links nothing", () => {
    expect(inert("@everyone #12")).toBe("@\u2060everyone #\u206012");
  });

  it("keeps a command in its block, whatever fence is in it", () => {
    const [block, ...others] = marked.lexer(codeBlock("bench run '```\n````x'", "sh"));
    expect(block).toMatchObject({ type: "code", lang: "sh", text: "bench run '```\ufffd````x'" });
    expect(others).toEqual([]);
  });
});
