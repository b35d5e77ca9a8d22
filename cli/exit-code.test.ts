import { expect, it } from "vitest";
import type { Result, ResultCell, ResultThreshold } from "../core/result.ts";
import { exitCodeOf } from "./exit-code.ts";

const cell = (status: "valid" | "invalid") => ({ verdict: { status } }) as ResultCell;
const threshold = (held: boolean) => ({ held }) as ResultThreshold;
const whole: Result["run"] = { id: "r", command: "", startedAt: "", durationMs: 1, aborted: false };
const failed = { ...whole, aborted: true, error: { code: "ROLE_DIED", message: "the server died" } };

it.each([
  // [what happened, run, cells, thresholds, signal, exit code]
  ["all is well", whole, ["valid"], [true], undefined, 0],
  ["a threshold did not hold", whole, ["valid"], [true, false], undefined, 99],
  ["a cell is invalid", whole, ["valid", "invalid"], [], undefined, 98],
  ["a cell is invalid and a threshold did not hold", whole, ["invalid"], [false], undefined, 98],
  ["a child died", failed, ["invalid"], [false], undefined, 1],
  ["limits were too low", { ...failed, error: { code: "LIMIT_TOO_LOW", message: "" } }, [], [], undefined, 2],
  ["an unknown fault", { ...failed, error: { code: "constructor", message: "" } }, [], [], undefined, 1],
  ["it ended early for no reason given", { ...whole, aborted: true }, ["valid"], [], undefined, 1],
  ["Ctrl-C", { ...whole, aborted: true }, ["valid"], [false], "SIGINT", 130],
  ["SIGTERM, and a child died of it", failed, ["invalid"], [false], "SIGTERM", 143],
] as const)("%s: %#", (_, run, statuses, held, signal, code) => {
  const outcome = { run, cells: statuses.map(cell), thresholds: held.map(threshold) };
  expect(exitCodeOf(outcome, signal)).toBe(code);
});
