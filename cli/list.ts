import { planRun } from "../harness/plan.ts";
import { aboutTime } from "./plan-text.ts";
import { builtInNames, readBuiltIn } from "./scenarios.ts";
import type { System } from "./system.ts";
import { aligned } from "./table.ts";

/** The options of `bench list`, as commander gives them. */
export interface ListOptions {
  readonly json?: boolean;
}

/** `bench list`: shows the built-in scenarios. */
export async function list({ stdout }: System, { json }: ListOptions): Promise<number> {
  const scenarios = await Promise.all((await builtInNames()).map(readBuiltIn));
  const listed = scenarios.map((scenario) => ({
    name: scenario.name,
    description: scenario.description.replaceAll(/\s+/g, " "),
    clients: scenario.clients,
    transports: scenario.transports.map(({ id }) => id),
    estimateMs: Math.round(planRun(scenario).estimateMs),
  }));
  if (json === true) {
    stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
    return 0;
  }
  const rows = listed.map(({ name, transports, estimateMs, description }) => [
    name,
    aboutTime(estimateMs),
    transports.join(", "),
    description,
  ]);
  stdout.write(`${aligned([["scenario", "time", "transports", "what for"], ...rows]).join("\n")}\n`);
  stdout.write("\nrun one:  bench run quick\n");
  return 0;
}
