import { describe, expect, it } from "vitest";
import { readCommand } from "./commands.ts";

describe("a message of a page", () => {
  it.each([
    { type: "set", n: 1, settings: { rate: 3 } },
    { type: "fire", n: 2, events: 5, inMs: 300.5, gapMs: 0 },
    { type: "drop", n: 3, forMs: 1000 },
    { type: "restore", n: 4 },
    { type: "stall", n: 5, forMs: 1000 },
    { type: "count", n: 6 },
    { type: "clock", sent: 0.25 },
  ])("is read: %j", (command) => {
    expect(readCommand(JSON.stringify(command))).toEqual({ kind: "command", command });
  });

  it("keeps nothing that its command does not have", () => {
    const text = JSON.stringify({ type: "restore", n: 4, extra: "x".repeat(100) });
    expect(readCommand(text)).toEqual({ kind: "command", command: { type: "restore", n: 4 } });
  });

  it.each([
    ["not JSON", "{"],
    ["no object", "[1]"],
    ["null", "null"],
    ["no number to answer to", '{"type":"count"}'],
    ["a number that is none", '{"type":"count","n":"1"}'],
    ["a clock without its time", '{"type":"clock"}'],
  ])("is nonsense where it is %s", (_, text) => {
    expect(readCommand(text)).toEqual({ kind: "nonsense" });
  });

  it.each([
    [
      '{"type":"fire","n":7,"events":0,"inMs":0,"gapMs":0}',
      /^events: found 0; expected a whole number from 1/,
    ],
    ['{"type":"fire","n":7,"events":1.5,"inMs":0,"gapMs":0}', /^events/],
    ['{"type":"fire","n":7,"events":1,"inMs":-1,"gapMs":0}', /^inMs/],
    ['{"type":"fire","n":7,"events":1,"inMs":0}', /^gapMs: found undefined/],
    ['{"type":"stall","n":7,"forMs":1e99}', /^forMs/],
    ['{"type":"toString","n":7}', /^there is no command of that name: toString$/],
  ])("is refused by its number, with what is wrong: %s", (text, message) => {
    expect(readCommand(text)).toEqual({ kind: "refused", n: 7, message: expect.stringMatching(message) });
  });
});
