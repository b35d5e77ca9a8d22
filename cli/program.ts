import { Command, type OptionValues } from "commander";
import { BenchError } from "../core/errors.ts";
import { LINK_PROFILE_NAMES } from "../core/link-profiles.ts";
import { TRANSPORT_NAMES } from "../core/transports.ts";
import { MICRO_NAMES } from "../harness/micro/names.ts";
import type { CapacityCommandOptions } from "./capacity.ts";
import type { DoctorCommandOptions } from "./doctor.ts";
import type { ListOptions } from "./list.ts";
import type { MicroCommandOptions } from "./micro.ts";
import { version } from "./package.ts";
import type { ReportOptions } from "./report.ts";
import type { RunCommandOptions } from "./run.ts";
import type { ServeCommandOptions } from "./serve.ts";
import type { System } from "./system.ts";

const transports = TRANSPORT_NAMES.join(", ");
const linkNames = [...LINK_PROFILE_NAMES, "none"].join(", ");

/**
 * All commands with their options and help. What a command does is loaded when it runs, so that help is
 * there at once.
 *
 * @param outcome takes the exit code of the command that ran
 */
export function buildProgram(system: System, outcome: { exitCode: number }): Command {
  const program = new Command("bench")
    .description("Polls Apart: the same events through every transport, measured one way.")
    .version(version(), "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => system.stdout.write(text),
      // Told once, with the other errors.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(system.stdout.columns, 110),
    })
    .addHelpText("after", examples(["bench run quick", "bench list", "bench run --help"]));

  program
    .command("run")
    .summary("measure a scenario and report")
    .description(
      "Measures every transport of a scenario, prints a summary and writes result.json and report.html.",
    )
    .argument("<scenario>", "a built-in scenario (see bench list) or the path of a YAML file")
    .option("--transports <names>", `only these, with commas between: the scenario's, or ${transports}`)
    .option("--clients <count>", "clients of every transport")
    .option("--duration <time>", "length of the measured window, such as 10s")
    .option("--warmup <time>", "time before the window, such as 2s")
    .option("--repeat <count>", "measure every transport this often; from 6 on, figures have intervals")
    .option("--seed <number>", "another seed gives other events")
    .option("--link <profile>", `the network between clients and server: ${linkNames}`)
    .option("--netns", "count network bytes and packets, in a network namespace of its own (Linux)")
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--json", "print the result as JSON on stdout instead of the summary")
    .option("--quiet", "no progress on stderr")
    .option("--dry-run", "show what would run and how long it would take; start nothing")
    .option("--no-report", "do not write report.html")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples([
        "bench run quick",
        "bench run quick --transports polling,websocket --clients 500",
        "bench run quick --link 4g",
        "bench run ./my.yaml --duration 30s --repeat 6",
        "bench run quick --json --quiet > result.json",
      ]) +
        "\nExit codes: 0 done, 2 usage, 98 a measurement is invalid, 99 a threshold did not hold, 130 interrupted.\n",
    )
    .action(async (scenario: string, options: OptionValues) => {
      const { run } = await import("./run.ts");
      outcome.exitCode = await run(system, scenario, options as RunCommandOptions);
    });

  program
    .command("list")
    .summary("show the built-in scenarios")
    .description("Shows the built-in scenarios: what each isolates, its transports and how long it takes.")
    .option("--json", "print them as JSON")
    .addHelpText("after", examples(["bench list", "bench list --json"]))
    .action(async (options: OptionValues) => {
      const { list } = await import("./list.ts");
      outcome.exitCode = await list(system, options as ListOptions);
    });

  program
    .command("report")
    .summary("write the report of a result again")
    .description("Writes the HTML report of a result that a run has left, as one file that needs no network.")
    .argument("<result>", "a result.json, or the folder it is in")
    .option("--out <file>", "where to write it (default: report.html beside the result)")
    .addHelpText(
      "after",
      examples(["bench report bench-results/latest", "bench report result.json --out quick.html"]),
    )
    .action(async (result: string, options: OptionValues) => {
      const { report } = await import("./report.ts");
      outcome.exitCode = await report(system, result, options as ReportOptions);
    });

  program
    .command("serve")
    .summary("serve a scenario's events by one transport, to look at by hand")
    .description(
      "Runs one server that publishes a scenario's events, for a look with curl or a browser's console. Ctrl-C ends it.",
    )
    .argument("<transport>", `${transports}, or the name or label of one in the scenario`)
    .option("--scenario <scenario>", "where events and options come from", "quick")
    .option("--rate <events>", "events per second instead of the scenario's")
    .option("--duration <time>", "how long events come", "10m")
    .option("--port <port>", "port to listen on; 0 takes a free one", "0")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .addHelpText("after", examples(["bench serve polling", "bench serve websocket --rate 1 --port 8080"]))
    .action(async (transport: string, options: OptionValues) => {
      const { serve } = await import("./serve.ts");
      outcome.exitCode = await serve(system, transport, options as ServeCommandOptions);
    });

  program
    .command("micro")
    .summary("time the hot paths against reference libraries")
    .description(
      "Times each hot path of the harness and a reference library in turns, on the same bytes, after a check that both give the same answer. Writes result.json.",
    )
    .option("--only <names>", `only these, with commas between: ${MICRO_NAMES.join(", ")}`)
    .option("--seconds <time>", "how long each case is measured, such as 2 or 500ms (default: 0.3)")
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--json", "print the result as JSON on stdout instead of the table")
    .option("--quiet", "no progress on stderr")
    .addHelpText(
      "after",
      examples([
        "bench micro",
        "bench micro --only frame-read,response-read --seconds 2",
        "bench micro --json --quiet > micro.json",
      ]),
    )
    .action(async (options: OptionValues) => {
      const { micro } = await import("./micro.ts");
      outcome.exitCode = await micro(system, options as MicroCommandOptions);
    });

  program
    .command("capacity")
    .summary("find out how much a server can take")
    .description(
      "Searches for the most clients, or the highest event rate, at which every event still arrives and the " +
        "objective is kept, and says what stopped it. Each step runs in fresh processes: doubling, then halving the " +
        "gap to 10 %, then once more. Polling endpoints are also asked as fast as they answer, for their throughput.",
    )
    .argument("<transport>", `${transports}, or the name or label of one in the scenario`)
    .option("--scenario <scenario>", "where events, headers and options come from", "quick")
    .option("--by <what>", "what grows: clients, or rate (events per second)", "clients")
    .option("--clients <count>", "with --by rate: how many clients (default: the scenario's)")
    .option(
      "--objective <limit>",
      'a metric and its limit, kept besides "none lost" and a valid verdict (default: "latencyP99Ms <= 100"; ' +
        "for polling, whose latency has the poll interval in it, 100 and that interval)",
    )
    .option("--max-clients <count>", "go no higher (default: 50000, or what this machine's limits allow)")
    .option("--max-rate <events>", "with --by rate: go no higher (default: 10000)")
    .option("--step-duration <time>", "length of each step's window", "2s")
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--json", "print the answer and every step as JSON on stdout instead of the table")
    .option("--quiet", "no progress on stderr")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples([
        "bench capacity websocket",
        "bench capacity polling --max-clients 5000",
        "bench capacity long-polling --by rate --clients 200",
        'bench capacity websocket --objective "latencyP50Ms < 20" --json --quiet > capacity.json',
      ]) +
        "\nA search ends after at most 30 steps, and after 5 minutes with steps of 2s: 30 × (window + 8 s).\n" +
        "Exit codes: 0 found, 2 usage, 98 no step was valid, 99 no step kept the objective, 130 interrupted.\n",
    )
    .action(async (transport: string, options: OptionValues) => {
      const { capacity } = await import("./capacity.ts");
      outcome.exitCode = await capacity(system, transport, options as CapacityCommandOptions);
    });

  program
    .command("doctor")
    .summary("look at this machine: what can be measured here")
    .description(
      "Measures the machine's own floor (timers, sleep, clock, loopback), reads its limits (descriptors, ports, cores, " +
        "memory, load) and says what can be measured here. Takes about 2 s; writes nothing.",
    )
    .option("--json", "print everything as JSON on stdout instead of the table")
    .option("--quiet", "no progress on stderr")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples(["bench doctor", "bench doctor --json --quiet > doctor.json"]) +
        "\nExit codes: 0 done, warnings or not; 98 something is bad: a measurement here would be invalid; 130 interrupted.\n",
    )
    .action(async (options: OptionValues) => {
      const { doctor } = await import("./doctor.ts");
      outcome.exitCode = await doctor(system, options as DoctorCommandOptions);
    });

  program
    .command("help")
    .summary("show help for a command")
    .argument("[command]")
    .action(async (name?: string) => {
      const found = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (found === undefined) throw await unknownCommand(String(name), program);
      found.outputHelp();
    });

  return program;
}

async function unknownCommand(name: string, program: Command): Promise<BenchError> {
  const { didYouMean } = await import("../core/nearest.ts");
  const names = program.commands.map((command) => command.name());
  const meant = didYouMean(name, names);
  return new BenchError("USAGE", `unknown command "${name}"`, {
    hint: `${meant === undefined ? "" : `${meant} `}commands: ${names.join(", ")}`,
  });
}

const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;
