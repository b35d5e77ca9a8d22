import type { OptionValues } from "commander";
import { SERVED_NAMES } from "../../core/transports.ts";
import type { ServeCommandOptions } from "../serve.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench serve`. */
export const serve: Declare = (program, { system, outcome }) => {
  program
    .command("serve")
    .summary("serve a scenario's events by one transport, to look at by hand")
    .description(
      "Runs one server that publishes a scenario's events, for a look with curl or a browser's console. Ctrl-C ends it.",
    )
    .argument("<transport>", `${SERVED_NAMES.join(", ")}, or the name or label of one in the scenario`)
    .option("--scenario <scenario>", "where events and options come from", "quick")
    .option("--rate <events>", "events per second instead of the scenario's")
    .option("--duration <time>", "how long events come", "10m")
    .option("--port <port>", "port to listen on; 0 takes a free one", "0")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .addHelpText("after", examples(["bench serve polling", "bench serve websocket --rate 1 --port 8080"]))
    .action(async (transport: string, options: OptionValues) => {
      const action = await import("../serve.ts");
      outcome.exitCode = await action.serve(system, transport, options as ServeCommandOptions);
    });
};
