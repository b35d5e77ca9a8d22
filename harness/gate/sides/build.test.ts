import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultCommand } from "./build.ts";

const QUIET = "--no-audit --no-fund";

describe("how a checkout is built when nobody says how", () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "polls-apart-build-"));
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));
  const write = (path: string, data: unknown): void => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), JSON.stringify(data));
  };
  const PREPARED = { scripts: { prepare: "npm run build", build: "tsc" } };

  it.each([
    { what: "no package: not at all", files: { "live.mjs": {} }, command: "" },
    {
      what: "without a lock file",
      files: { "package.json": {} },
      command: `npm install ${QUIET} && npm run build --if-present`,
    },
    {
      what: "with a lock file",
      files: { "package.json": {}, "package-lock.json": {} },
      command: `npm ci ${QUIET} && npm run build --if-present`,
    },
    // npm runs `prepare` after it has installed.
    {
      what: "once, where installing builds it",
      files: { "package.json": PREPARED, "package-lock.json": {} },
      command: `npm ci ${QUIET}`,
    },
    {
      what: "once without a lock file",
      files: { "package.json": PREPARED },
      command: `npm install ${QUIET}`,
    },
    // Another prepare, such as one that installs git hooks, builds nothing.
    {
      what: "after another prepare",
      files: { "package.json": { scripts: { prepare: "husky" } }, "package-lock.json": {} },
      command: `npm ci ${QUIET} && npm run build --if-present`,
    },
  ])("$what", ({ files, command }) => {
    for (const [path, data] of Object.entries(files)) write(path, data);
    expect(defaultCommand(top, top)).toBe(command);
  });

  it("in a workspace: installed where the lock file is, built where it was asked for", () => {
    write("package-lock.json", {});
    write("packages/live/package.json", PREPARED);
    expect(defaultCommand(top, join(top, "packages/live"))).toBe(
      `(cd ../.. && npm ci ${QUIET}) && npm run build --if-present`,
    );
  });

  it("never by a lock file above the repository", () => {
    write("package-lock.json", {});
    write("repository/package.json", {});
    const repository = join(top, "repository");
    expect(defaultCommand(repository, repository)).toBe(`npm install ${QUIET} && npm run build --if-present`);
  });
});
