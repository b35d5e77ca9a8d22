import { Argument, Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { modelOf, type ProgramModel } from "./model.ts";
import { zshScript } from "./zsh.ts";

/** A program with one of everything, and texts with everything that shells mind. */
function model(): ProgramModel {
  const program = new Command("it").helpCommand(false);
  program
    .command("go")
    .summary("it's [quick]: $(x) `y` \\z")
    .argument("<place>", "where to")
    .addArgument(new Argument("[more...]", "what else").choices(["a", "b"]))
    .option("--to <folder>", 'into "this": one')
    .option("-n, --names <names>", "some")
    .addOption(new Option("--secret").hideHelp())
    .option("--loud", "it's loud");
  program.command("hidden", { hidden: true });
  return modelOf(program, ["it", "that"], {
    place: { words: ["here", "there"], paths: "files" },
    names: { words: ["x", "y"], list: true },
    folder: { words: [], paths: "folders" },
  });
}

describe("the program as completion sees it", () => {
  it("has commands, options and values, and nothing that help hides", () => {
    expect(model().commands).toEqual([
      {
        name: "go",
        summary: "it's [quick]: $(x) `y` \\z",
        args: [
          { name: "place", offers: { words: ["here", "there"], paths: "files" }, variadic: false },
          { name: "more", offers: { words: ["a", "b"] }, variadic: true },
        ],
        options: [
          {
            flags: ["--to"],
            description: 'into "this": one',
            value: { name: "folder", offers: { words: [], paths: "folders" } },
          },
          {
            flags: ["-n", "--names"],
            description: "some",
            value: { name: "names", offers: { words: ["x", "y"], list: true } },
          },
          { flags: ["--loud"], description: "it's loud" },
          { flags: ["-h", "--help"], description: "display help for command" },
        ],
      },
    ]);
  });

  it("refuses a word that a shell would have to quote", () => {
    const program = new Command("it");
    program.command("go").argument("<place>");
    expect(() => modelOf(program, ["it"], { place: { words: ["$(rm)"] } })).toThrow(
      /"\$\(rm\)" needs quoting/,
    );
  });
});

describe("scripts", () => {
  it("quote for zsh what help says, and end in the function or its registration", () => {
    const script = zshScript(model());
    expect(script).toMatch(/^#compdef it that\n/);
    for (const line of [
      "  _alternative 'words:place:(here there)' 'paths:file:_files'",
      "  _values -s , 'names' x y",
      "  _files -/",
      "        'go:it'\\''s [quick]: $(x) `y` \\z'",
      "            '--to=[into \"this\"\\: one]:folder:_polls_apart_folder' \\",
      "            '-n=[some]:names:_polls_apart_names' \\",
      "            '--loud[it'\\''s loud]' \\",
      "            '1:place:_polls_apart_place' \\",
      "            '*:more:_polls_apart_more'",
      "  compdef _it it that",
    ]) {
      expect(script.split("\n")).toContain(line);
    }
    expect(script).not.toMatch(/secret|hidden/);
  });

  it("quote for fish what help says, for each name of the program", () => {
    const lines = fishScript(model()).split("\n");
    for (const name of ["it", "that"]) {
      for (const line of [
        `complete -c ${name} -f`,
        `complete -c ${name} -n "__polls_apart_at '' 0" -a go -d 'it\\'s [quick]: $(x) \`y\` \\\\z'`,
        `complete -c ${name} -n '__polls_apart_at go' -l to -r -a '(__fish_complete_directories)' -f -d 'into "this": one'`,
        `complete -c ${name} -n '__polls_apart_at go' -s n -l names -r -a '(__fish_append , x y)' -f -d 'some'`,
        `complete -c ${name} -n '__polls_apart_at go' -l loud -d 'it\\'s loud'`,
        `complete -c ${name} -n '__polls_apart_at go 0' -F -a 'here there'`,
        `complete -c ${name} -n '__polls_apart_at go' -a 'a b' -f`,
      ]) {
        expect(lines).toContain(line);
      }
    }
    expect(lines.join("\n")).toContain("            case 'go --to' 'go -n' 'go --names'\n");
    expect(lines.join("\n")).not.toMatch(/secret|hidden/);
  });

  it("say for bash nothing of what help says but words", () => {
    expect(bashScript(model())).toContain('_polls_apart_list "x y"');
    expect(bashScript(model())).not.toMatch(/quick|secret|hidden/);
  });
});
