import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Side } from "../../harness/gate/sides/side.ts";
import { Scratch } from "../../harness/gate/sides/testing/scratch.ts";
import { DISKS, Preparation, requireBuild, type Wanted } from "./preparation.ts";

/** The two sides of a comparison, from real repositories. */

let scratch: Scratch;
let was: string;
beforeAll(requireBuild);
beforeEach(() => {
  scratch = new Scratch();
  scratch.write("live.mjs", "export const which = 'base';\n");
  scratch.write(
    "build.mjs",
    "import { writeFileSync } from 'node:fs'; writeFileSync('built.txt', process.cwd());\n",
  );
  scratch.write(".gitignore", "built.txt\n");
  was = scratch.commit();
  scratch.write("live.mjs", "export const which = 'head';\n");
});
afterEach(() => {
  expect(scratch.leftovers()).toEqual([]);
  scratch.remove();
});

const prepare = async (wanted: Wanted): Promise<Preparation> => {
  const preparation = new Preparation(scratch, wanted);
  await preparation.ended;
  return preparation;
};
const errorOf = async (wanted: Wanted) => (await prepare(wanted)).told("error");
const BUILD = "node build.mjs && cat built.txt";

describe("a git ref against the working tree", () => {
  it("is checked out, built and cleared away; the working tree is taken as it is and left as it was", async () => {
    const before = scratch.git("status", "--porcelain");
    const preparation = await prepare({ base: "main", command: BUILD });
    const base = preparation.told("base") as Side;
    const head = preparation.told("head") as Side;

    expect(base).toMatchObject({ label: "main", commit: was, packages: {} });
    expect(base.modules.live).toBe(join(base.folder, "live.mjs"));
    expect(base.folder.startsWith(scratch.temporary)).toBe(true);
    expect(head).toMatchObject({ label: ".", commit: was, dirty: true, folder: scratch.repository });
    expect(head.modules.live).toBe(join(scratch.repository, "live.mjs"));
    const built = preparation.lines.filter(({ progress }) => progress?.step === "build").at(-1)?.progress;
    expect(built).toMatchObject({ side: "base", label: "main", line: base.folder });
    expect(preparation.told("left")).toEqual([]);
    expect(scratch.git("status", "--porcelain")).toBe(before);
    expect(existsSync(join(scratch.repository, "built.txt"))).toBe(false);
  });

  it("is told apart from a folder without changes", async () => {
    scratch.git("checkout", "--quiet", "live.mjs");
    const preparation = await prepare({ base: "main", command: "" });
    expect(preparation.told("head")).toMatchObject({ dirty: false });
  });

  it("runs in the folder that corresponds to the caller's", async () => {
    const module = scratch.write("packages/live/live.mjs", "");
    scratch.write("packages/live/build.mjs", readFileSync(join(scratch.repository, "build.mjs"), "utf8"));
    scratch.commit();
    const preparation = await prepare({
      base: "main",
      cwd: join(scratch.repository, "packages/live"),
      command: BUILD,
      transports: [
        { id: "here", transport: "live", module, params: {} },
        { id: "above", transport: "live", module: join(scratch.repository, "live.mjs"), params: {} },
      ],
    });
    const base = preparation.told("base") as Side;
    expect(base.folder).toMatch(/\/packages\/live$/);
    expect(base.modules).toEqual({
      here: join(base.folder, "live.mjs"),
      above: join(base.folder, "../../live.mjs"),
    });
    expect(preparation.lines.some(({ progress }) => progress?.line === base.folder)).toBe(true);
  });

  it("installs and builds as npm projects do when no command is given", async () => {
    scratch.write(
      "package.json",
      JSON.stringify({ name: "live", scripts: { build: "node build.mjs && cat built.txt" } }),
    );
    scratch.write("package-lock.json", JSON.stringify({ name: "live", lockfileVersion: 3, packages: {} }));
    scratch.commit();
    const preparation = await prepare({ base: "main" });
    const base = preparation.told("base") as Side;
    expect(preparation.lines.some(({ progress }) => progress?.line === base.folder)).toBe(true);
  });

  it("does not run the repository's hooks", async () => {
    const hook = join(scratch.repository, ".git/hooks/post-checkout");
    writeFileSync(hook, "#!/bin/sh\ntouch ../hooked\n", { mode: 0o755 });
    await prepare({ base: "main", command: "" });
    expect(readdirSync(scratch.root).sort()).toEqual(["repository", "temporary"]);
  });
});

describe("two sides that are the same", () => {
  it("are checked out and built once", async () => {
    const count = join(scratch.root, "count");
    const preparation = await prepare({ head: "main", command: `echo built >> '${count}'` });
    const base = preparation.told("base") as Side;
    const head = preparation.told("head") as Side;
    expect(base.folder).toBe(head.folder);
    expect(readFileSync(count, "utf8")).toBe("built\n");
  });

  it("also where two names mean one commit, each under its own name", async () => {
    scratch.git("tag", "v1");
    const preparation = await prepare({ base: "v1", head: "main", command: "" });
    expect(preparation.told("base")).toMatchObject({ label: "v1", commit: was });
    expect(preparation.told("head")).toMatchObject({
      label: "main",
      folder: preparation.told("base")?.folder,
    });
  });
});

describe("a head that is a git ref", () => {
  it("gives the clients their half: the scenario names its module", async () => {
    scratch.commit("head");
    const preparation = await prepare({ base: "main~1", head: "main", command: "" });
    const module = preparation.told("scenario")?.transports[0]?.module;
    expect(module).toBe(preparation.told("head")?.modules.live);
    expect(module).not.toBe(preparation.told("base")?.modules.live);
  });
});

describe("folders", () => {
  it("are never built unless asked, and then where they are", async () => {
    await prepare({ base: ".", command: BUILD });
    expect(existsSync(join(scratch.repository, "built.txt"))).toBe(false);
    await prepare({ base: ".", command: BUILD, buildFolders: true });
    expect(readFileSync(join(scratch.repository, "built.txt"), "utf8")).toBe(scratch.repository);
  });

  it("outside of git have no commit, and their modules are found", async () => {
    const before = join(scratch.root, "before");
    mkdirSync(before);
    writeFileSync(join(before, "live.mjs"), "");
    const base = (await prepare({ base: "../before" })).told("base");
    expect(base).toMatchObject({
      label: "../before",
      folder: before,
      modules: { live: join(before, "live.mjs") },
    });
    expect(base).not.toHaveProperty("commit");
  });
});

describe("a side that cannot be had is an error of usage:", () => {
  const BUILT_IN = [{ id: "polling", transport: "polling", params: { intervalMs: 1000 } }];

  it("a base that does not build, with the end of its output", async () => {
    const error = await errorOf({
      base: "main",
      command: "seq 1 100; printf '\\033[31mboom\\n' >&2; exit 3",
    });
    expect(error).toMatchObject({ code: "SIDE_UNUSABLE", exitCode: 2 });
    expect(error?.message).toMatch(/^main does not build: .* ended with exit code 3$/);
    const lines = error?.hint.split("\n") ?? [];
    expect(lines.slice(0, 2)).toEqual(["its last lines:", "82"]);
    expect(lines.at(-1)).toBe("boom");
    expect(lines).toHaveLength(21);
  });

  it("a base whose build takes too long", async () => {
    const error = await errorOf({ base: "main", command: "echo begun; sleep 600", limitMs: 2000 });
    expect(error?.message).toMatch(/took longer than 2 s and was ended$/);
    expect(error?.hint).toContain("begun");
  });

  it("a base whose build fills the disk: says what to free", async () => {
    const error = await errorOf({
      base: "main",
      command: "echo 'npm error nospc ENOSPC: no space left' >&2; exit 1",
    });
    expect(error?.hint).toMatch(/disk is full: free some space, or set TMPDIR/);
  });

  it("a base with submodules that were needed", async () => {
    scratch.write(".gitmodules", "");
    scratch.commit();
    expect((await errorOf({ base: "main", command: "exit 1" }))?.hint).toContain(
      "git submodule update --init",
    );
  });

  it.runIf(DISKS).each([
    { when: "checked out", diskKiB: 200, command: "", says: /^main cannot be checked out/ },
    { when: "built", diskKiB: 900, command: "cat big.bin big.bin > more.bin", says: /^main does not build/ },
  ])(
    "a disk that is full while a base is $when (where a disk can be mounted)",
    async ({ diskKiB, command, says }) => {
      scratch.write("big.bin", "x".repeat(600_000));
      scratch.commit();
      const error = await errorOf({ base: "main", command, diskKiB });
      expect(error).toMatchObject({ code: "SIDE_UNUSABLE", message: expect.stringMatching(says) });
      expect(error?.hint).toContain("the disk is full");
      expect(readFileSync(`${scratch.temporary}-left`, "utf8")).toBe("");
    },
  );

  it("a disk that is full, as git tells it", async () => {
    const place = join(scratch.root, "full");
    mkdirSync(place);
    // A git that answers questions and fails to check out, as on a full disk.
    writeFileSync(
      join(place, "git"),
      `#!/bin/sh\ncase "$*" in *"worktree add"*) echo "fatal: unable to write: No space left on device" >&2; exit 128;; esac\nPATH="\${PATH#*:}" exec git "$@"\n`,
      { mode: 0o755 },
    );
    const error = await errorOf({ base: "main", env: { PATH: `${place}:${process.env.PATH}` } });
    expect(error).toMatchObject({ code: "SIDE_UNUSABLE", exitCode: 2 });
    expect(error?.message).toContain("No space left on device");
    expect(error?.hint).toContain("disk is full");
  });

  it("a temporary folder that is not there", async () => {
    const error = await errorOf({ base: "main", env: { TMPDIR: join(scratch.root, "nowhere") } });
    expect(error).toMatchObject({ code: "SIDE_UNUSABLE", message: expect.stringContaining("nowhere") });
  });

  it("one without the caller's folder", async () => {
    const module = scratch.write("packages/new/live.mjs", "");
    const error = await errorOf({
      base: "main",
      cwd: join(scratch.repository, "packages/new"),
      transports: [{ id: "live", transport: "live", module, params: {} }],
    });
    expect(error?.message).toBe("main has no folder packages/new/, which is where this was run");
  });

  it("one without the transport's module", async () => {
    const module = scratch.write("newer.mjs", "");
    const error = await errorOf({
      base: "main",
      command: "",
      transports: [{ id: "live", transport: "live", module, params: {} }],
    });
    expect(error?.message).toBe("main has no transport module newer.mjs");
  });

  it.each(["outside.mjs", "nowhere/outside.mjs"])("one whose module lies elsewhere: %s", async (path) => {
    const module = join(scratch.root, path);
    const transports = [{ id: "live", transport: "live", module, params: {} }];
    const error = await errorOf({ base: "main", command: "", transports });
    expect(error?.message).toMatch(/outside\.mjs lies outside of where this was run/);
  });

  it("one whose module is a link that leads out of it", async () => {
    const outside = join(scratch.root, "outside.mjs");
    writeFileSync(outside, "");
    symlinkSync(outside, join(scratch.repository, "linked.mjs"));
    scratch.commit();
    const error = await errorOf({
      base: "main",
      command: "",
      transports: [
        { id: "live", transport: "live", module: join(scratch.repository, "linked.mjs"), params: {} },
      ],
    });
    expect(error?.message).toMatch(/leads out of it, to .*outside\.mjs$/);
  });

  it("one that holds no build of this tool, where a built-in transport is asked for", async () => {
    const error = await errorOf({ base: "main", command: "", transports: BUILT_IN });
    expect(error?.message).toMatch(
      /no build of polls-apart that could serve "polling": there is no dist\/servers\/host\.js/,
    );
    expect(error?.hint).toContain("--transport");
  });

  it("but not one that holds one: that server is its own", async () => {
    scratch.write("package.json", JSON.stringify({ name: "polls-apart", version: "9.8.7" }));
    const entry = scratch.write("dist/servers/host.js", "");
    const preparation = await prepare({ base: ".", transports: BUILT_IN });
    expect(preparation.told("base")).toMatchObject({ tool: "9.8.7", serverEntry: entry, modules: {} });
  });
});
