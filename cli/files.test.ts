import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureWritable, readUpTo, writeAtomically } from "./files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("ensureWritable", () => {
  it("creates the folder and leaves nothing in it", async () => {
    const path = join(folder, "a", "b");
    await ensureWritable(path);
    await ensureWritable(path);
    expect(readdirSync(path)).toEqual([]);
  });

  it("names the path and the system's reason when there is a file in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(ensureWritable(join(folder, "file"))).rejects.toThrow(/cannot write .*file: .*\(EEXIST\)/);
    await expect(ensureWritable(join(folder, "file", "x"))).rejects.toThrow(
      /cannot write .*x: .*\(ENOTDIR\)/,
    );
  });

  it.runIf(existsSync("/proc"))("gives up where no folder can be made", async () => {
    await expect(ensureWritable("/proc/nowhere/deep")).rejects.toMatchObject({ code: "OUT_UNWRITABLE" });
  });
});

describe("writeAtomically", () => {
  it("replaces the file and leaves nothing beside it", async () => {
    const path = join(folder, "report.html");
    await writeAtomically(path, "one");
    await writeAtomically(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(readdirSync(folder)).toEqual(["report.html"]);
  });

  it("leaves nothing behind when it fails", async () => {
    await expect(writeAtomically(folder, "text")).rejects.toMatchObject({ code: "OUT_UNWRITABLE" });
    expect(readdirSync(join(folder, ".."))).not.toContain(`.${folder}.${process.pid}`);
  });
});

describe("readUpTo", () => {
  it.each([
    [9, true],
    [10, false],
    [11, false],
  ])("says whether there is more than %d of 10 bytes: %s", async (limit, more) => {
    const path = join(folder, "ten");
    writeFileSync(path, "0123456789");
    expect((await readUpTo(path, limit)).more).toBe(more);
  });
});
