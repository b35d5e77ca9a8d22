import { expect, it } from "vitest";
import { CAPS, DEFAULT_SETTINGS, type DemoSettings } from "../protocol.ts";
import { PRESETS, settle } from "./settings.ts";
import { readHash, writeHash } from "./url.ts";

const CHAPTERS = ["interval", "free"];

it("reads back what it wrote", () => {
  const settings: DemoSettings = {
    arrivals: "bursty",
    rate: 0.25,
    payloadBytes: 512,
    pollIntervalMs: 333,
    delayMs: 70,
    jitterMs: 7,
    clients: 3,
    paused: true,
  };

  expect(readHash(writeHash("free", settings), CHAPTERS)).toEqual({ chapter: "free", settings });
});

it("says of events that come that they come, for chapters that begin paused", () => {
  const running = { ...DEFAULT_SETTINGS, paused: false };
  expect(readHash(writeHash("free", running), CHAPTERS).settings.paused).toBe(false);
});

it("names only what the link names", () => {
  expect(readHash("", CHAPTERS)).toEqual({ chapter: undefined, settings: {} });
  expect(readHash("#rate=5", CHAPTERS)).toEqual({ chapter: undefined, settings: { rate: 5 } });
});

it.each([
  ["rate=1000000", { rate: CAPS.rate.max }],
  ["rate=0", { rate: CAPS.rate.min }],
  ["interval=1", { pollIntervalMs: CAPS.pollIntervalMs.min }],
  ["interval=123.7", { pollIntervalMs: 124 }],
  ["delay=99999", { delayMs: CAPS.delayMs.max }],
  // Jitter cannot take more from a delay than there is.
  ["delay=20&jitter=400", { delayMs: 20, jitterMs: 20 }],
  // A laptop delivers so much a second.
  ["rate=100&clients=50", { rate: 100, clients: 10 }],
  ["payload=0", { payloadBytes: CAPS.payloadBytes.min }],
])("brings %s inside the limits", (hash, expected) => {
  expect(readHash(`#${hash}`, CHAPTERS).settings).toEqual(expected);
});

it.each([
  "rate=NaN",
  "rate=Infinity",
  "rate=-1",
  "rate=1e99",
  "rate=0x10",
  "rate=",
  "events=__proto__",
  "events=<img src=x onerror=alert(1)>",
  "paused=yes",
  "constructor=1&__proto__=2",
  "%E0%A4%A&rate",
])("passes over %s", (hash) => {
  expect(readHash(`#${hash}`, CHAPTERS).settings).toEqual({});
});

it.each(["chapter=nowhere", "chapter=%3Cscript%3E", "chapter="])("knows no %s", (hash) => {
  expect(readHash(`#${hash}`, CHAPTERS).chapter).toBeUndefined();
});

it("does not read addresses without end", () => {
  expect(readHash(`#x=${"y".repeat(100_000)}&rate=5`, CHAPTERS).settings).toEqual({});
});

it.each(PRESETS)("has a preset $name that the server takes as it is", ({ settings }) => {
  const wished = { ...DEFAULT_SETTINGS, ...settings };

  expect(settle(wished)).toEqual(wished);
});
