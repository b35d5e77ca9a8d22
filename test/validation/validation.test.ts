import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ROWS } from "./rows.ts";
import type { Findings } from "./table.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/validate.mjs", import.meta.url));

it("the short validation suite passes, row by row", { timeout: 180_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "polls-apart-validation-test-"));
  try {
    const { code, stderr } = await validate("--quick", "--out", out);
    const { rows } = JSON.parse(readFileSync(join(out, "validation.json"), "utf8")) as Findings;
    // What did not pass comes with its whole story.
    const wrong = rows.filter(({ status }) => status === "failed" || status === "error");
    expect(wrong, stderr).toEqual([]);
    expect(code).toBe(0);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(
      ROWS.filter(({ quick }) => quick)
        .map(({ id }) => id)
        .toSorted(),
    );
    // Only a namespace may be missing on a machine, and then the row says so.
    const notRun = rows.filter(({ status }) => status === "not-run").map(({ id }) => id);
    expect(["8"]).toEqual(expect.arrayContaining(notRun));
    expect(readFileSync(join(out, "validation.md"), "utf8")).toContain("| 24b |");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

it("a row that is not there is named with those that are", async () => {
  const { code, stderr } = await validate("--only", "17,99");
  expect(code).toBe(2);
  expect(stderr).toContain("--only names 99; there are 1, 2, 4,");
});

function validate(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [SCRIPT, "suite", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}
