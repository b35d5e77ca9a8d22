import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { meaningOf } from "./spec.ts";
import { Scratch } from "./testing/scratch.ts";

describe("what a side's text means", () => {
  let scratch: Scratch;
  let first: string;
  beforeEach(() => {
    scratch = new Scratch();
    scratch.write("a.txt", "1");
    first = scratch.commit();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    scratch.remove();
  });
  const mean = (text: string, cwd = scratch.repository) => meaningOf(text, cwd);
  const folder = (path: string): string => {
    mkdirSync(join(scratch.repository, path), { recursive: true });
    return join(scratch.repository, path);
  };

  it.each(["main", "HEAD", "v1", "main@{0}", "feature/fast"])("%s: a git ref", async (ref) => {
    scratch.git("tag", "v1");
    scratch.git("branch", "feature/fast");
    expect(await mean(ref)).toMatchObject({ kind: "ref", commit: first });
  });

  it("a commit, by its number or the beginning of it, and an annotated tag's", async () => {
    scratch.git("tag", "--annotate", "v2", "--message", "two");
    for (const ref of [first, first.slice(0, 10), "v2"]) {
      expect(await mean(ref)).toMatchObject({ kind: "ref", commit: first });
    }
  });

  it.each([".", "./main", "packages/live"])("%s: a folder, because it is written as one", async (text) => {
    scratch.git("branch", "packages/live");
    folder("main");
    folder("packages/live");
    expect(await mean(text)).toEqual({ kind: "folder", folder: join(scratch.repository, text) });
  });

  it("a name that is both is the ref's, and that is told", async () => {
    folder("main");
    expect(await mean("main")).toMatchObject({
      kind: "ref",
      note: '"main" is a git ref and a folder: the ref was taken; write ./main for the folder',
    });
  });

  it("a name that is no ref is the folder's, in git or not", async () => {
    await expect(mean("old")).rejects.toMatchObject({ code: "SIDE_UNUSABLE" });
    const old = folder("old");
    expect(await mean("old")).toEqual({ kind: "folder", folder: old });
    mkdirSync(join(scratch.temporary, "before"));
    expect(await mean("before", scratch.temporary)).toEqual({
      kind: "folder",
      folder: join(scratch.temporary, "before"),
    });
  });

  it.each([
    { text: "mian", says: /"mian" is neither a git ref nor a folder/, hint: 'did you mean "main"?' },
    { text: "release", says: /neither/, hint: 'did you mean "origin/release"?' },
    { text: "no-such-thing-at-all", says: /neither/, hint: "some that there are: main, origin/release" },
    {
      text: "./nothing",
      says: /there is no folder .*nothing/,
      hint: "give a folder that exists, or a git ref",
    },
    { text: "", says: /neither/, hint: /./ },
    // Nothing of these may be taken for an option or a command.
    { text: "--upload-pack=touch$IFShacked", says: /neither/, hint: /./ },
    { text: "-h", says: /neither/, hint: /./ },
    { text: "$(touch hacked)", says: /neither/, hint: /./ },
    { text: "main; touch hacked", says: /neither/, hint: /./ },
    { text: "main\0x", says: /neither|null bytes/, hint: /./ },
    { text: "\u001b[2J", says: /neither/, hint: /./ },
    { text: "x".repeat(5000), says: /^.{0,200}$/s, hint: /./ },
  ])("nothing: $text", async ({ text, says, hint }) => {
    scratch.git("update-ref", "refs/remotes/origin/release", first);
    const error = await mean(text).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "SIDE_UNUSABLE",
      message: expect.stringMatching(says),
      hint: expect.stringMatching(hint),
    });
    expect((error as Error).message).not.toMatch(/\p{Cc}/u);
    expect(scratch.git("status", "--porcelain")).toBe("");
  });

  it("a branch whose name looks like a command or an option is only a name", async () => {
    scratch.git("branch", "$(touch$IFShacked)");
    scratch.git("update-ref", "refs/heads/--help", first);
    expect(await mean("$(touch$IFShacked)")).toMatchObject({ kind: "ref", commit: first });
    expect(await mean("refs/heads/--help")).toMatchObject({ kind: "ref", commit: first });
    expect(scratch.git("status", "--porcelain")).toBe("");
  });

  it("a ref that a shallow clone lacks: says how to fetch it", async () => {
    scratch.commit("second");
    const clone = join(scratch.temporary, "clone");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${scratch.repository}`, clone]);
    await expect(mean("HEAD~1", clone)).rejects.toMatchObject({
      code: "SIDE_UNUSABLE",
      message: expect.stringContaining("shallow clone"),
      hint: expect.stringContaining("fetch-depth: 0"),
    });
  });

  it("outside of a repository: says that a ref needs one", async () => {
    await expect(mean("main", scratch.temporary)).rejects.toMatchObject({
      code: "SIDE_UNUSABLE",
      message: expect.stringContaining("not in a git repository"),
    });
  });

  it("without git: says that a ref needs it, and takes a folder all the same", async () => {
    vi.stubEnv("PATH", scratch.temporary);
    await expect(mean("main")).rejects.toMatchObject({
      code: "SIDE_UNUSABLE",
      message: expect.stringContaining("git is not installed"),
    });
    expect(await mean(".")).toEqual({ kind: "folder", folder: scratch.repository });
  });

  it("inside of a git hook: looks at the caller's repository, not at the hook's", async () => {
    vi.stubEnv("GIT_DIR", join(scratch.temporary, "other.git"));
    expect(await mean("main")).toMatchObject({ kind: "ref", commit: first });
  });
});
