import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInNames } from "../../cli/scenarios.ts";
import { LINK_PROFILE_NAMES } from "../../core/link-profiles.ts";
import { METRIC_NAMES } from "../../core/metrics.ts";
import { SERVED_NAMES, TRANSPORT_NAMES } from "../../core/transports.ts";
import { MICRO_NAMES } from "../../harness/micro/names.ts";
import { bench } from "./bench.ts";

let folder = "";
let script = "";
/** Names of the commands, as help shows them. */
let commands: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "completion-"));
  mkdirSync(join(folder, "a folder"));
  writeFileSync(join(folder, "a file.yaml"), "");
  script = (await bench(["completion", "bash"])).stdout;
  writeFileSync(join(folder, ".script"), script);
  commands = [...(await bench(["--help"])).stdout.matchAll(/^ {2}([a-z]+) .* {2,}[a-z]/gm)].map(
    ([, name = ""]) => name,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of these words, in a folder with a file and a folder. */
function offered(...words: string[]): string[] {
  const driver = `
    source .script
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _polls_apart
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", driver, "bash", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  expect([stderr, status]).toEqual(["", 0]);
  return stdout.split("\n").filter((line) => line !== "");
}

describe("completion in bash", () => {
  it("registers for both of the program's names", () => {
    const { stdout } = spawnSync("bash", ["--norc", "-c", "source .script; complete -p | sort"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("complete -F _polls_apart bench\ncomplete -F _polls_apart polls-apart\n");
  });

  it("offers every command, and those that a word begins", () => {
    expect(commands.length).toBeGreaterThan(7);
    expect(offered("bench", "")).toEqual(commands);
    expect(offered("bench", "re")).toEqual(["report"]);
    expect(offered("bench", "help", "")).toEqual(commands);
  });

  it("offers the options of every command that its help shows", async () => {
    for (const command of commands) {
      const { stdout } = await bench([command, "--help"]);
      const shown = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = ""]) => flag);
      expect(offered("bench", command, "--"), command).toEqual(shown);
    }
  });

  it("offers scenarios and files where a scenario stands, and once only", async () => {
    const files = ["a file.yaml", "a folder"];
    expect(offered("bench", "run", "").toSorted()).toEqual(
      [...(await builtInNames()), ...files, ".script"].toSorted(),
    );
    expect(offered("bench", "run", "a")).toEqual(expect.arrayContaining(files));
    expect(offered("bench", "run", "quick", "")).toEqual([]);
    expect(offered("bench", "run", "--clients", "5", "qu")).toEqual(["quick"]);
    expect(offered("bench", "run", "--json", "qu")).toEqual(["quick"]);
  });

  it.each<[words: string[], offers: readonly string[]]>([
    [
      ["run", "--link", ""],
      [...LINK_PROFILE_NAMES, "none"],
    ],
    [
      ["run", "--link", "="],
      [...LINK_PROFILE_NAMES, "none"],
    ],
    [["run", "--link", "=", "4"], ["4g"]],
    [["run", "--transports", ""], TRANSPORT_NAMES],
    [["run", "--transports", "polling,web"], ["polling,websocket"]],
    [["run", "--transports", "polling,po"], []],
    [["run", "--clients", ""], []],
    [["run", "--out", "a"], ["a folder"]],
    [["serve", ""], SERVED_NAMES],
    [
      ["capacity", "websocket", "--by", ""],
      ["clients", "rate"],
    ],
    [["capacity", "--objective", ""], METRIC_NAMES],
    [
      ["capacity", "--objective", '"latencyP99'],
      METRIC_NAMES.filter((name) => name.startsWith("latencyP99")),
    ],
    [["micro", "--only", ""], MICRO_NAMES],
    [
      ["report", "--format", ""],
      ["html", "md", "csv", "json"],
    ],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["list", ""], []],
    [["unheard-of", ""], []],
  ])("for bench %j it is %j", (words, offers) => {
    expect(offered("bench", ...words)).toEqual(offers);
  });
});

describe("completion in other shells", () => {
  it.each([
    ["zsh", /^ {8}'([a-z]+):/gm, (flag: string) => `'${flag}`],
    ["fish", /^complete -c bench .* -a ([a-z]+) -d/gm, (flag: string) => `-l ${flag.slice(2)} `],
  ])("has every command and option in %s", async (shell, pattern, written) => {
    const { code, stdout, stderr } = await bench(["completion", shell]);
    expect([code, stderr]).toEqual([0, ""]);
    const found = [...stdout.matchAll(pattern)].map(([, name = ""]) => name);
    expect(found).toEqual(commands);
    for (const command of commands) {
      const help = (await bench([command, "--help"])).stdout;
      for (const [, flag = ""] of help.matchAll(/^ {2}(--[a-z-]+)/gm))
        expect(stdout).toContain(written(flag));
    }
  });

  it("is not to be had for a shell that is not known", async () => {
    const { code, stderr } = await bench(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: command-argument value "tcsh" is invalid for argument "shell"/);
  });
});

it("knows what each value of the program is", async () => {
  const { buildProgram } = await import("../../cli/program.ts");
  const { FakeSystem } = await import("../../cli/testing/fake-system.ts");
  const { vocabulary } = await import("../../cli/completion/values.ts");
  const program = buildProgram(new FakeSystem(), { exitCode: 0 });
  const known = Object.keys(vocabulary([], []));
  const unknown = program.commands.flatMap((command) => [
    ...command.options
      .filter(({ argChoices }) => argChoices === undefined)
      .flatMap(({ flags }) => /[<[](.+?)[>\]]/.exec(flags)?.[1] ?? []),
    ...command.registeredArguments
      .filter(({ argChoices }) => argChoices === undefined)
      .map((argument) => argument.name()),
  ]);
  // A new one: say in cli/completion/values.ts what a shell can offer for it.
  expect(unknown.filter((name) => !known.includes(name))).toEqual([]);
});
