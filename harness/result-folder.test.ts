import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BenchError } from "../core/errors.ts";
import type { Result, ResultCell } from "../core/result.ts";
import { ResultFolder } from "./result-folder.ts";

const WHEN = new Date("2025-03-04T05:06:07.890Z");
const resultOf = (id: string): Result => ({ run: { id } }) as unknown as Result;
const cellOf = (id: string): ResultCell => ({ id }) as unknown as ResultCell;

describe("a result folder", () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "polls-apart-results-"));
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  it("is named by when and what, and made at once with the folders above it", () => {
    const deep = join(out, "a", "b");
    const folder = new ResultFolder(deep, "quick", WHEN);
    expect(folder.runId).toMatch(/^20250304T050607Z-quick-[0-9a-f]{4}$/);
    expect(folder.path).toBe(join(deep, folder.runId));
    expect(existsSync(folder.path)).toBe(true);
  });

  it.each([
    ["../../etc/passwd", "etc-passwd"], // upwards
    ["..", "run"], // only upwards
    [".hidden", "hidden"],
    ["-rf", "rf"], // looks like an option
    ["/absolute", "absolute"],
    ["C:\\windows", "C-windows"],
    ["a b\tc\nd", "a-b-c-d"],
    ["<script>alert(1)</script>", "script-alert-1-script-"],
    ["nul\u0000byte", "nul-byte"],
    ["événement ☃", "v-nement-"],
    ["☃", "run"], // nothing left
    ["", "run"],
    ["x".repeat(300), "x".repeat(40)], // longer than a file's name may be
  ])("for a scenario called %j is still one safe folder: %s", (name, safe) => {
    const folder = new ResultFolder(out, name, WHEN);
    expect(folder.runId).toBe(`20250304T050607Z-${safe}-${folder.runId.slice(-4)}`);
    expect(dirname(folder.path)).toBe(out);
    expect(readdirSync(out)).toEqual([basename(folder.path)]);
  });

  it("keeps each cell as soon as it is there, one line each", () => {
    const folder = new ResultFolder(out, "quick", WHEN);
    folder.append(cellOf("one"));
    folder.append(cellOf("two\nlines"));

    const lines = readFileSync(join(folder.path, "cells.ndjson"), "utf8").trimEnd().split("\n");

    expect(lines.map((line) => JSON.parse(line))).toEqual([{ id: "one" }, { id: "two\nlines" }]);
    expect(existsSync(join(folder.path, "result.json"))).toBe(false);
  });

  it("has the whole result and nothing half-written when finished", () => {
    const folder = new ResultFolder(out, "quick", WHEN);
    folder.finish(resultOf("first"));
    folder.finish(resultOf("second"));
    expect(readdirSync(folder.path)).toEqual(["result.json"]);
    expect(JSON.parse(readFileSync(join(folder.path, "result.json"), "utf8"))).toEqual(resultOf("second"));
  });

  it("that cannot be written whole keeps the result that was there", () => {
    const folder = new ResultFolder(out, "quick", WHEN);
    folder.finish(resultOf("first"));
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => folder.finish(loop as unknown as Result)).toThrow("cannot write results");
    expect(readdirSync(folder.path)).toEqual(["result.json"]);
    expect(JSON.parse(readFileSync(join(folder.path, "result.json"), "utf8"))).toEqual(resultOf("first"));
  });

  it("that cannot be put in its place leaves no part of it behind", () => {
    const folder = new ResultFolder(out, "quick", WHEN);
    mkdirSync(join(folder.path, "result.json"));
    expect(() => folder.finish(resultOf("first"))).toThrow("cannot write results");
    expect(readdirSync(folder.path)).toEqual(["result.json"]);
    expect(existsSync(join(out, "latest"))).toBe(false);
  });

  it("is what `latest` points at once it is finished, by a name that moves with the folder", () => {
    const first = new ResultFolder(out, "quick", WHEN);
    first.finish(resultOf("first"));
    const second = new ResultFolder(out, "smoke", WHEN);
    expect(readlinkSync(join(out, "latest"))).toBe(first.runId);

    second.finish(resultOf("second"));

    expect(readlinkSync(join(out, "latest"))).toBe(second.runId);
    expect(readdirSync(out).toSorted()).toEqual([first.runId, second.runId, "latest"].toSorted());
  });

  it("is finished also where `latest` is something that cannot be replaced", () => {
    mkdirSync(join(out, "latest"));
    const folder = new ResultFolder(out, "quick", WHEN);
    folder.finish(resultOf("first"));
    expect(existsSync(join(folder.path, "result.json"))).toBe(true);
    expect(readdirSync(out).toSorted()).toEqual([folder.runId, "latest"].toSorted());
  });

  it.each([
    ["a file stands where the folder should be", (file: string) => file],
    ["a file stands where a folder above it should be", (file: string) => join(file, "deeper")],
  ])("cannot be made where %s, and says so with the path and the reason", (_what, outOf) => {
    const file = join(out, "file");
    writeFileSync(file, "");
    const error = caught(() => new ResultFolder(outOf(file), "quick", WHEN));
    expect(error).toMatchObject({ name: "BenchError", code: "OUT_UNWRITABLE", exitCode: 2 });
    expect(error.message).toMatch(/^cannot write results to .*file.* \((EEXIST|ENOTDIR)\)$/);
  });

  it("that was taken away meanwhile says so", () => {
    const folder = new ResultFolder(out, "quick", WHEN);
    rmSync(folder.path, { recursive: true });
    expect(caught(() => folder.append(cellOf("one")))).toMatchObject({ code: "OUT_UNWRITABLE" });
    expect(caught(() => folder.finish(resultOf("x")))).toMatchObject({ code: "OUT_UNWRITABLE" });
    expect(existsSync(join(out, "latest"))).toBe(false);
  });
});

function caught(act: () => unknown): BenchError {
  try {
    act();
  } catch (error) {
    return error as BenchError;
  }
  throw new Error("nothing was thrown");
}
