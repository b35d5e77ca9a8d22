import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import type { Result, ResultCell } from "../core/result.ts";

/**
 * A run's own folder in the output folder. Cells are appended as they finish, so that a crash keeps what was
 * measured; `result.json` appears whole or not at all; `latest` points at the newest run.
 */
export class ResultFolder {
  readonly runId: string;
  readonly path: string;
  readonly #out: string;

  /** Makes the folder. Throws `OUT_UNWRITABLE` when it cannot. */
  constructor(out: string, scenarioName: string, startedAt: Date) {
    this.#out = resolve(out);
    this.runId = runIdOf(scenarioName, startedAt);
    this.path = join(this.#out, this.runId);
    this.#writing(() => {
      mkdirSync(this.#out, { recursive: true });
      mkdirSync(this.path);
    });
  }

  /** Adds one cell to `cells.ndjson`. */
  append(cell: ResultCell): void {
    this.#writing(() => appendFileSync(join(this.path, "cells.ndjson"), `${JSON.stringify(cell)}\n`));
  }

  /** Writes `result.json` and points `latest` here. */
  finish(result: Result): void {
    this.write("result.json", result);
    this.pointHere("latest");
  }

  /** Writes a document into the folder or a folder in it, whole or not at all. */
  write(name: string, document: unknown): void {
    const whole = join(this.path, name);
    const part = `${whole}.part`;
    this.#writing(() => {
      try {
        // Not recursive: a folder that was taken away meanwhile is a fault to tell.
        if (dirname(whole) !== this.path && !existsSync(dirname(whole))) mkdirSync(dirname(whole));
        writeFileSync(part, `${JSON.stringify(document, null, 1)}\n`);
        renameSync(part, whole);
      } finally {
        rmSync(part, { force: true });
      }
    });
  }

  /**
   * Makes a name in the output folder lead here. A convenience and no more: where links cannot be made, the run's
   * own folder is still there.
   */
  pointHere(name: "latest" | "latest-ab"): void {
    const link = join(this.#out, `.${name}-${this.runId}`);
    try {
      symlinkSync(this.runId, link);
      renameSync(link, join(this.#out, name));
    } catch {
      rmSync(link, { force: true });
    }
  }

  #writing(write: () => void): void {
    try {
      write();
    } catch (cause) {
      const { code = "unknown error", message } = cause as NodeJS.ErrnoException;
      throw new BenchError("OUT_UNWRITABLE", `cannot write results to ${this.path} (${code})`, {
        hint:
          code === "ENOSPC"
            ? "the disk is full: free some space, or choose another folder with --out"
            : message,
        cause,
      });
    }
  }
}

/** When, what, and two random bytes; safe as a file name whatever the scenario is called. */
function runIdOf(scenarioName: string, startedAt: Date): string {
  const when = startedAt.toISOString().replace(/[-:]|\.\d+/g, "");
  const what = scenarioName
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+/, "")
    .slice(0, 40);
  return `${when}-${what || "run"}-${randomBytes(2).toString("hex")}`;
}
