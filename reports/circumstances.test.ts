import { expect, test } from "vitest";
import type { Result } from "../core/result.ts";
import { faultWords, linkAccount, linkErrorMs, linkWords } from "./circumstances.ts";
import { rowsOf } from "./rows.ts";
import { LINK, linked } from "./testing/checkable-entries.ts";
import { POLLING, sampleResult, WEBSOCKET } from "./testing/sample-result.ts";

type Link = NonNullable<Result["scenario"]["link"]>;

const BARE: Link = { delayUpMs: 5, delayDownMs: 5, jitterMs: 0, stalls: [] };

test.each<[Link, string]>([
  [BARE, "5 ms each way"], // nothing but a delay
  [{ ...BARE, delayUpMs: 0.5, downBps: 1_600_000 }, "0.5 ms up, 5 ms down, 1.6 Mbit/s down"], // uneven
  [
    { ...BARE, jitterMs: 2, upBps: 750e3, downBps: 1e9 },
    "5 ms each way, jitter ±2 ms, 1 Gbit/s down, 750 kbit/s up",
  ], // lines
  [{ ...BARE, stalls: [{ atMs: 1000, forMs: 250 }] }, "5 ms each way, nothing passes for 250ms at 1s"], // stalls
  [
    { ...BARE, cut: { kind: "at", atMs: [1000, 2000], outageMs: 0 } },
    "5 ms each way, all connections cut at 1s and 2s",
  ], // cut at times
  [
    { ...BARE, cut: { kind: "random", meanMs: 4000, outageMs: 0 } },
    "5 ms each way, each connection cut at random, every 4s on average",
  ], // cut by themselves
])("a link is said in words: %j", (link, words) => {
  expect(linkWords(sampleResult({ link }))).toBe(words);
});

test("the link's own error is the worst direction of the worst cell; cut connections add up", () => {
  const late = linked(POLLING);
  const rows = rowsOf(
    sampleResult({
      entries: [{ ...late, link: { ...late.link!, lateUpMeanMs: 0.7 } }, linked(WEBSOCKET)],
      link: LINK,
    }),
  );

  expect(linkErrorMs(rows)).toBe(0.7);
  expect(linkAccount(rows)).toEqual(["its own error 0.70 ms a way (mean)", "400 connections cut"]);
});

test("without a link and without faults there is nothing to say", () => {
  const result = sampleResult();

  expect([linkWords(result), faultWords(result), linkErrorMs(rowsOf(result))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(linkAccount(rowsOf(result))).toEqual([]);
});
