import { expect, it } from "vitest";
import { checksOf } from "../harness/doctor/checks.ts";
import { conclude } from "../harness/doctor/conclusion.ts";
import { type DoctorDocument, doctorDocument } from "../harness/doctor/document.ts";
import { readingsOf } from "../harness/doctor/testing/readings.ts";
import { doctorText } from "./doctor-text.ts";

function found(busy = 0): DoctorDocument {
  const readings = readingsOf({ cpu: { busy } });
  const checks = checksOf(readings);
  const wishes = [{ name: "quick", clients: 100, linked: false }];
  const document = doctorDocument(readings, checks, conclude(readings, checks, wishes));
  return { ...document, environment: { ...document.environment, cpuModel: "CPU\u001b[31m" } };
}

it("puts meanings below figures on a narrow terminal", () => {
  const lines = doctorText(found(0.5), { colour: false, columns: 80 }).split("\n");
  const at = lines.indexOf("warn  load         CPUs 50 % busy, load 0.2");
  expect(lines.slice(at, at + 3)).toEqual([
    "warn  load         CPUs 50 % busy, load 0.2",
    "                   something else is running: latencies and CPU figures suffer",
    "                   → end what else is running, or wait for it",
  ]);
  expect(lines).toContain("what can be measured here: with care, 1 warning");
});

it("puts meanings beside figures on a wide one, in a column", () => {
  const lines = doctorText(found(), { colour: false, columns: 120 }).split("\n");
  const meaning = lines.find((line) => line.includes("timers"))?.indexOf("the publisher makes up");
  expect(meaning).toBeGreaterThan(19);
  expect(lines.find((line) => line.includes("memory"))?.indexOf("enough for")).toBe(meaning);
});

it.each([40, 80, 120, 200])("keeps within %s columns", (columns) => {
  // Figures are not broken; on a very narrow terminal they may reach further.
  const most = Math.max(columns, 80);
  for (const line of doctorText(found(0.5), { colour: false, columns }).split("\n")) {
    expect(line.length).toBeLessThanOrEqual(most);
  }
});

it("colours the status, and lets nothing else reach the terminal", () => {
  const text = doctorText(found(0.5), { colour: true, columns: 120 });
  expect(text).toContain("\u001b[33mwarn  \u001b[39mload");
  expect(text).not.toContain("\u001b[31m");
  expect(doctorText(found(), { colour: false, columns: 80 })).not.toContain("\u001b");
});
