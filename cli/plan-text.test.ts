import { expect, it } from "vitest";
import { applyOverrides } from "../core/scenario/override.ts";
import { planRun } from "../harness/plan.ts";
import { planText } from "./plan-text.ts";
import { readBuiltIn } from "./scenarios.ts";

it("shows conditions, cells in order, phases and time", async () => {
  const scenario = applyOverrides(await readBuiltIn("quick"), { clients: "7", transports: "polling" });
  const text = planText(scenario, planRun(scenario), { columns: 80 });
  expect(text).toBe(`quick: 7 clients · 4 events/s poisson · 160 B payload · browser headers · seed 1
set on the command line: --transports --clients

  cell  block  transport  options      time
  1     1      polling    interval 1s  about 10s

first: about 1s of calibrating the machine
each cell: start → connect → settle → warm-up 2s → measure 6s → drain → collect
→ stop
in all: about 11s; nothing was started
`);
});

it("shows the options an entry has, as a scenario writes them", async () => {
  const quick = await readBuiltIn("quick");
  const params = { intervalMs: 250, pacing: "fixed-delay" };
  const scenario = { ...quick, transports: [{ id: "slow", transport: "polling", params }] };
  expect(planText(scenario, planRun(scenario), { columns: 80 })).toContain(
    "slow       interval 250ms, pacing fixed-delay ",
  );
});
