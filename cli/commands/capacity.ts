import { Option, type OptionValues } from "commander";
import { TRANSPORT_NAMES } from "../../core/transports.ts";
import type { CapacityCommandOptions } from "../capacity.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench capacity`. */
export const capacity: Declare = (program, { system, outcome }) => {
  program
    .command("capacity")
    .summary("find out how much a server can take")
    .description(
      "Searches for the most clients, or the highest event rate, at which every event still arrives and the " +
        "objective is kept, and says what stopped it. Each step runs in fresh processes: doubling, then halving the " +
        "gap to 10 %, then once more. Polling endpoints are also asked as fast as they answer, for their throughput.",
    )
    .argument("<transport>", `${TRANSPORT_NAMES.join(", ")}, or the name or label of one in the scenario`)
    .option("--scenario <scenario>", "where events, headers and options come from", "quick")
    .addOption(
      new Option("--by <what>", "what grows: clients, or rate (events per second)")
        .choices(["clients", "rate"])
        .default("clients"),
    )
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
      const action = await import("../capacity.ts");
      outcome.exitCode = await action.capacity(system, transport, options as CapacityCommandOptions);
    });
};
