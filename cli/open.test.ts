import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInBrowser } from "./open.ts";

const PAGE = pathToFileURL("/tmp/a page; touch $(x) & `y`.html");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "open-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An environment in which the opener is this script and somebody has a display. */
function withOpener(name: string, script: string): Record<string, string> {
  const opener = join(folder, name);
  writeFileSync(opener, `#!/bin/sh\n${script}\n`);
  chmodSync(opener, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ":0", ARGS: join(folder, "args") };
}

const argsSeen = (): string[] => readFileSync(join(folder, "args"), "utf8").split("\n").slice(0, -1);

describe("opening a page", () => {
  it("hands the address to xdg-open as one argument that no shell reads", async () => {
    const env = withOpener("xdg-open", 'printf "%s\\n" "$@" > "$ARGS"');
    expect(await openInBrowser({ env }, PAGE, "linux")).toEqual({ type: "opened" });
    expect(argsSeen()).toEqual([PAGE.href]);
  });

  it.each([
    ["darwin", "open", [PAGE.href]],
    ["win32", "rundll32.exe", ["url.dll,FileProtocolHandler", PAGE.href]],
  ] as const)("uses what %s has for it", async (platform, command, args) => {
    const env = withOpener(command, 'printf "%s\\n" "$@" > "$ARGS"');
    expect(await openInBrowser({ env }, PAGE, platform)).toEqual({ type: "opened" });
    expect(argsSeen()).toEqual(args);
  });

  it("does not wait for an opener that has become the browser", async () => {
    const env = withOpener("xdg-open", 'echo $$ > "$ARGS"; exec sleep 60');
    expect(await openInBrowser({ env }, PAGE, "linux")).toEqual({ type: "opened" });
    process.kill(Number(argsSeen()[0]), "SIGKILL");
  });

  it("says why nothing opened when the opener fails or is not there", async () => {
    const env = withOpener("xdg-open", "exit 3");
    expect(await openInBrowser({ env }, PAGE, "linux")).toEqual({
      type: "not-opened",
      why: "xdg-open ended with 3",
    });
    expect(await openInBrowser({ env: { ...env, PATH: "/nowhere" } }, PAGE, "linux")).toEqual({
      type: "not-opened",
      why: "cannot start xdg-open: no such file or directory (ENOENT)",
    });
  });

  it.each([
    // [what is the case, the environment, the platform, why nothing opens]
    ["in CI", { CI: "true", DISPLAY: ":0" }, "linux", "this is CI"],
    ["without a display", {}, "linux", "this machine has no display"],
    ["in a remote shell", { SSH_CONNECTION: "a 1 b 22" }, "darwin", "this is a remote shell"],
  ] as const)("starts nothing %s", async (_, env, platform, why) => {
    rmSync(join(folder, "args"), { force: true });
    const opener = withOpener("xdg-open", 'touch "$ARGS"');
    const seen = { PATH: opener.PATH ?? "", ARGS: opener.ARGS ?? "", ...env };
    expect(await openInBrowser({ env: seen }, PAGE, platform)).toEqual({ type: "not-opened", why });
    expect(existsSync(join(folder, "args"))).toBe(false);
  });

  it("opens nothing but pages", async () => {
    const env = withOpener("xdg-open", "exit 0");
    expect(await openInBrowser({ env }, new URL("javascript:alert(1)"), "linux")).toEqual({
      type: "not-opened",
      why: "javascript: is no page",
    });
  });
});
