import type { OptionValues } from "commander";
import type { DemoCommandOptions } from "../demo.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench demo`. */
export const demo: Declare = (program, { system, outcome }) => {
  program
    .command("demo")
    .summary("see in a browser why polling waits: a live page to play with")
    .description(
      "Serves a page on this machine on which one live stream of events reaches you by polling, long polling, SSE and " +
        "WebSocket side by side, through a network that you can slow down and break. Ctrl-C ends it.",
    )
    .option(
      "--port <port>",
      "port to listen on; 0 takes a free one (default: 7655, or a free one if that is taken)",
    )
    .option("--open", "open the page in a browser")
    .option("--seed <number>", "another seed gives other events", "1")
    .addHelpText(
      "after",
      `${examples(["bench demo", "bench demo --open", "bench demo --port 8080 --seed 7"])}
Only this machine can reach it: it listens on 127.0.0.1 and answers its own page alone.
Exit codes: 0 ended by Ctrl-C, 1 a part of it failed, 2 usage or a port that is taken.
`,
    )
    .action(async (options: OptionValues) => {
      const action = await import("../demo.ts");
      outcome.exitCode = await action.demo(system, options as DemoCommandOptions);
    });
};
