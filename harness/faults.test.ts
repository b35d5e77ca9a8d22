import { expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { msToNs } from "../core/units.ts";
import { runFaults } from "./faults.ts";

it("each fault happens at its time in the window, in the order of those times", async () => {
  const clock = new ManualClock(msToNs(500));
  const seen: string[] = [];
  const act = (what: string) => async (ms: number) => {
    seen.push(`${what} for ${ms} at ${clock.now() / 1e6}`);
    clock.advance(msToNs(ms));
  };
  await runFaults(
    [
      { fault: "server-restart", atMs: 5000, forMs: 1000 },
      { fault: "server-stall", atMs: 2000, forMs: 300 },
    ],
    { stall: act("stall"), restart: act("restart") },
    msToNs(1000),
    { clock, sleep: async (ms) => clock.advance(msToNs(ms)) },
  );
  expect(seen).toEqual(["stall for 300 at 3000", "restart for 1000 at 6000"]);
});
