import { expect, it } from "vitest";
import { cellWith, invalidFor } from "../harness/gate/testing/cells.ts";
import { GateProgressDisplay } from "./gate-progress.ts";

function shown() {
  const written: string[] = [];
  const output = { write: (text: string) => void written.push(text), terminal: false, columns: 100 };
  const display = new GateProgressDisplay({ output, live: false, now: () => 0 });
  return { display, text: () => written.join("") };
}
const place = { entry: "websocket", side: "head", confirming: false, pair: 3, pairs: 12 } as const;

it("says how long it will take, and how long where there is doubt", () => {
  const { display, text } = shown();
  display.show({ type: "planned", cells: 24, estimateMs: 60_000, longestMs: 240_000 });
  expect(text()).toBe("24 cells, about 1m, up to 4m where the first look leaves doubt\n");
});

it("keeps a line for each look and each invalid cell, and none for each phase", () => {
  const { display, text } = shown();
  display.show({ type: "phase", place, phase: "measure", remainingMs: 1000 });
  display.show({ type: "cell", place, result: cellWith({}) });
  display.show({ type: "cell", place, result: cellWith({}, { verdict: invalidFor("LOAD_LATE") }) });
  display.show({ type: "look", pairs: 12, undecided: ["a.x"], suspected: [], more: 8 });
  display.show({ type: "look", pairs: 20, undecided: [], suspected: [], more: 0 });
  expect(text().split("\n")).toEqual([
    "[3/12] websocket, head: INVALID (LOAD_LATE); the pair is run again",
    "look after 12 pairs: undecided: a.x · 8 more pairs",
    "look after 20 pairs: nothing beyond its limits · done",
    "",
  ]);
});
