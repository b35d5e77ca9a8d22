import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clear, ROOT_PREFIX } from "./clearing.ts";

describe("clearing away", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "polls-apart-clearing-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const make = (...path: string[]): string => {
    const made = join(folder, ...path);
    mkdirSync(made, { recursive: true });
    writeFileSync(join(made, "file"), "");
    return made;
  };

  it("removes a side's folder and git's note of it, and the notes' folder where it was the last", () => {
    const root = make(`${ROOT_PREFIX}1`);
    const entry = make("worktrees", `${ROOT_PREFIX}2`);
    expect(clear({ root, entry })).toBe(true);
    expect([existsSync(root), existsSync(join(folder, "worktrees"))]).toEqual([false, false]);
  });

  it("leaves the notes of other working trees", () => {
    const other = make("worktrees", "mine");
    expect(clear({ root: make(`${ROOT_PREFIX}1`), entry: make("worktrees", `${ROOT_PREFIX}2`) })).toBe(true);
    expect(existsSync(other)).toBe(true);
  });

  it("is content with what was never there", () => {
    const root = join(folder, `${ROOT_PREFIX}1`);
    expect(clear({ root, entry: join(folder, "worktrees", `${ROOT_PREFIX}2`) })).toBe(true);
  });

  it("touches nothing that is not called as a side is", () => {
    const root = make("precious");
    const entry = make("worktrees", "precious");
    expect(clear({ root })).toBe(false);
    expect(clear({ root: make(`${ROOT_PREFIX}1`), entry })).toBe(false);
    expect([existsSync(root), existsSync(entry)]).toEqual([true, true]);
  });
});
