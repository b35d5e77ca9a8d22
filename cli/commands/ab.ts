import type { OptionValues } from "commander";
import type { AbOptions } from "../ab.ts";
import { type Declare, examples } from "./declare.ts";
import { GATE_EXIT_CODES, outputOptions, several } from "./gate-options.ts";

/** `bench ab`. */
export const ab: Declare = (program, { system, outcome }) => {
  const command = program
    .command("ab")
    .summary("compare two builds side by side: did it get slower or dearer?")
    .description(
      "Runs the servers of two builds in short alternating blocks on this machine, driven by the same load, until " +
        "the answer is clear: exact and counted metrics against each other, times in pairs. The only command that " +
        "fails because a time changed. A git ref is checked out beside the working tree, built, and cleared away.",
    )
    .argument("[scenario]", "a built-in scenario or the path of a YAML file", undefined)
    .option("--base <side>", "what it was: a git ref, or a folder with a build")
    .option("--head <side>", "what it is now: a git ref, or a folder with a build (default: this folder)")
    .option("--aa", "the head with itself: the noise of this machine, and what it could tell")
    .option("--transport <file>", "a module that brings a transport of your own, inside either side")
    .option("--build <text>", "how a git ref is built, as a shell takes it (default: npm ci, npm run build)")
    .option("--build-folders", "build folders, too; otherwise they are taken as they are")
    .option("--metrics <metrics>", "the timing metrics to judge, with commas between (default: at most six)")
    .option("--limit <limit>", "how much worse is too much, such as latencyP50Ms=5%/0.5", several)
    .option("--pairs <count>", "pairs of each transport at the first look (default: 12)")
    .option("--budget <time>", "look a second time only where that ends before this (default: 8m)")
    .option("--strict-family", "a false alarm in any metric is what has to be rare, not in each (Holm)")
    .option("--fail-fast", "end with the first pair whose exact or counted metrics got worse")
    .option("--transports <transports>", "only these of the scenario, with commas between")
    .option("--clients <count>", "clients of every transport")
    .option("--duration <time>", "length of each cell's window, such as 1500ms")
    .option("--warmup <time>", "time before the window")
    .option("--seed <number>", "another seed gives other events")
    .option("--link <profile>", "the network between clients and server")
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--no-report", "do not write report.html")
    .option("--quiet", "no progress on stderr")
    .option("--dry-run", "show what would run and how long it would take; start nothing");
  outputOptions(command)
    .addHelpText(
      "after",
      examples([
        "bench ab --base main",
        "bench ab --base HEAD~1 --head HEAD gate --output junit=gate.xml --output markdown=gate.md",
        "bench ab --base main --transport ./my-transport.js --limit latencyP50Ms=10%/1",
        "bench ab --aa --transports websocket",
        'bench ab --base main --build "npm ci && npm run build"',
        "bench ab --base ../old --head . --build-folders",
      ]) + GATE_EXIT_CODES,
    )
    .action(async (scenario: string | undefined, options: OptionValues) => {
      const action = await import("../ab.ts");
      outcome.exitCode = await action.ab(system, scenario, options as AbOptions);
    });
};
