import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { CHECKABLE, LINK, linked, withTheory } from "./testing/checkable-entries.ts";
import {
  HOSTILE,
  invalid,
  LONG_POLLING,
  POLLING,
  sampleResult,
  THREE,
  WEBSOCKET,
  withCosts,
} from "./testing/sample-result.ts";
import { renderText } from "./text.ts";

const plainly = (options: Parameters<typeof sampleResult>[0], columns = 80): string =>
  renderText(sampleResult(options), { columns, colour: false });

describe("the terminal summary", () => {
  test("puts verdicts first, then the table, then the sentence", () => {
    expect(plainly({})).toBe(
      `quick · 100 clients · 4 events/s (poisson) · 160 B payload · 1 block
valid    polling, long-polling and websocket; every event arrived once, in
         order, unaltered

               p50   p99    max requests  bytes empty %  srv CPU   memory   lost
                ms    ms     ms   /event /event answers µs/event KiB/conn events
polling       521   991  1,000     0.27    465     3.1=    24.6     38.3=      0
long-polling 0.94  3.11   7.14     0.99  1,122       0=    61.3     43.3       0
websocket    0.41* 1.00*  3.03*       0*   216*      –     8.90*    21.2=      0
* best · = tied at the top: times less than a factor of 2 apart, counts within
their tolerance · – not measured

WebSocket delivered in 0.41 ms (median), long polling in 0.94 ms, polling in 521
ms; long polling sent 5.2× and polling 2.2× the bytes of WebSocket per event.
`,
    );
  });

  test.each([40, 60, 79, 80, 100, 120, 200])("never writes a line wider than %i columns", (columns) => {
    const entries = [
      ...CHECKABLE.map(linked),
      { ...POLLING, id: "polling-with-a-label-that-goes-on-and-on-for-ever" },
    ];

    const widths = plainly({ entries, name: "n".repeat(130), aborted: true, link: LINK }, columns)
      .split("\n")
      .map(({ length }) => length);

    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  });

  test("breaks the conditions between two of them", () => {
    expect(plainly({}, 60).split("\n").slice(0, 2)).toEqual([
      "quick · 100 clients · 4 events/s (poisson) · 160 B payload",
      "1 block",
    ]);
  });

  test("stacks the table where it is too wide for one piece", () => {
    const lines = plainly({}, 60).split("\n");

    expect(lines.filter((line) => line.startsWith("websocket"))).toHaveLength(2);
  });

  test("marks an invalid row, says why, and compares without it", () => {
    const text = plainly({ entries: [POLLING, LONG_POLLING, invalid(WEBSOCKET, "a load worker was busy")] });

    expect(text).toContain("INVALID  websocket: a load worker was busy");
    expect(text).toMatch(/^websocket ! +0\.41 +1\.00 /m);
    expect(text).toMatch(/^long-polling 0\.94\*/m);
    expect(text).toContain("! invalid");
  });

  test("shows thresholds with what was measured", () => {
    const common = { metric: "latencyP99Ms", limit: "< 50" };
    const thresholds = [
      { ...common, id: "websocket", value: 1.004, held: true },
      { ...common, id: "polling", value: 991, held: false },
      { ...common, id: "sse", held: false },
    ];

    const text = plainly({ thresholds });

    expect(text).toContain("held     websocket latencyP99Ms < 50 (measured 1.00)");
    expect(text).toContain("FAILED   polling latencyP99Ms < 50 (measured 991)");
    expect(text).toContain("FAILED   sse latencyP99Ms < 50 (not measured)");
  });

  test("shows a warning once with the entries and blocks it holds for", () => {
    const result = sampleResult({ blocks: 3 });
    const busy = [{ code: "HOST_BUSY", message: "the machine was busy" }];
    for (const { id, block, verdict } of result.cells) {
      if (id === "websocket" || (id === "polling" && block > 1)) verdict.warnings = busy;
    }

    expect(renderText(result, { columns: 120, colour: false })).toContain(
      "warning  polling in blocks 2 and 3 and websocket: the machine was busy\n",
    );
  });

  test("shows lost events in the table and the sentence, and no longer calls the run intact", () => {
    const text = plainly({ entries: [withCosts(POLLING, { eventsLost: 12 }), WEBSOCKET] });

    expect(text).toMatch(/^polling .* 12$/m);
    expect(text).toMatch(/^websocket .* 0\*$/m);
    expect(text).not.toContain("every event arrived once");
  });

  test("leaves out an absent metric and never shows it as zero", () => {
    const text = plainly({ entries: [withCosts(POLLING, { serverCpuUsPerEvent: undefined }), WEBSOCKET] });

    expect(text).toMatch(/^polling .* – /m);
  });

  test("puts figures beside theory under the table, and says what is not as predicted", () => {
    expect(plainly({ entries: CHECKABLE })).toContain(`
vs. theory       p50 ms   p99 ms    mean ms   age ms   requests      bytes
polling         521/501  991/991    508/501  748/751  0.27/0.25    465/447
long-polling  0.94/0.80        –  1.10/0.80  251/251  0.99/1.00  1,122/819
websocket     0.41/0.40        –  0.46/0.42  250/250          –    216/216
measured/theory: websocket as predicted, within 5 % or 1.5 ms
polling: requests 8 % above theory
long-polling: bytes 37 % above theory
long-polling: no answer came without waiting for an event, so its time is taken
as the link's round trip, 0 ms

WebSocket delivered`);
  });

  test("says once why nothing is predicted, without a table of theory", () => {
    const failed = [{ code: "DISTURBED", message: "nothing is predicted: the link is cut" }];

    const text = plainly({ entries: THREE.map((entry) => withTheory(entry, {}, failed)) });

    expect(text).toContain("\npolling, long-polling and websocket: nothing is predicted: the link is cut\n");
    expect(text.match(/the link is cut/g)).toHaveLength(1);
    expect(text).not.toContain("vs. theory");
  });

  test("names the link, its own error, what is done to the server and how clients came back", () => {
    const faults = [{ fault: "server-restart", atMs: 2000, forMs: 500 }];

    const text = plainly({ entries: [linked(WEBSOCKET)], link: LINK, faults }, 200);

    expect(text).toContain(
      "· through 4g: 35 ms each way, jitter ±10 ms, 12 Mbit/s each way, all connections cut for 500ms every 3s\n",
    );
    expect(text).toContain("link     its own error 0.21 ms a way (mean); 200 connections cut\n");
    expect(text).toContain("fault    the server is killed and started again after 500ms at 2s\n");
    expect(text).toContain("recovery websocket: everyone was back after 1,203 ms, 200 reconnections\n");
  });

  test("marks an aborted run and the entries it did not reach", () => {
    const result = sampleResult({ aborted: true });
    const partial = { ...result, cells: result.cells.slice(0, 1), summary: result.summary.slice(0, 1) };

    const text = renderText(partial, { columns: 80, colour: false });

    expect(text).toContain("ABORTED  the run ended early, its figures are partial: interrupted by SIGINT");
    expect(text).toContain("MISSING  long-polling and websocket: not measured");
    expect(text).toMatch(/^websocket +–/m);
  });

  test("writes escape codes only where colour is wanted, and the same text either way", () => {
    const result = sampleResult();
    const coloured = renderText(result, { columns: 80, colour: true });

    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(renderText(result, { columns: 80, colour: false }));
  });

  test("lets no control character of a name reach the terminal", () => {
    const nasty = `${HOSTILE}\u001b[2J\u0007\u202e`;
    const entry = withTheory(WEBSOCKET, {}, [{ code: "X", message: nasty }]);
    const faults = [{ fault: nasty, atMs: 0, forMs: 1 }];

    const text = plainly({ name: nasty, entries: [entry], link: { ...LINK, profile: nasty }, faults }, 400);

    expect(text.match(/alert\(1\)>\ufffd\[2J\ufffd\ufffd/g)).toHaveLength(4);
    for (const control of ["\u001b", "\u0007", "\u202e"]) expect(text).not.toContain(control);
  });
});
