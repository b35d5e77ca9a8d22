import type { Clock } from "../core/clock.ts";
import type { FaultSpec } from "../core/fault.ts";
import { type Milliseconds, type Nanoseconds, nsToMs } from "../core/units.ts";
import type { Subject } from "./subject.ts";

/** Does to the server what the scenario asks for, one fault after the other, each at its time in the window. */
export async function runFaults(
  faults: readonly FaultSpec[],
  subject: Pick<Subject, "stall" | "restart">,
  from: Nanoseconds,
  { clock, sleep }: { readonly clock: Clock; readonly sleep: (ms: Milliseconds) => Promise<void> },
): Promise<void> {
  for (const { fault, atMs, forMs } of faults.toSorted((a, b) => a.atMs - b.atMs)) {
    await sleep(nsToMs(from - clock.now()) + atMs);
    switch (fault) {
      case "server-stall":
        await subject.stall(forMs);
        break;
      case "server-restart":
        await subject.restart(forMs);
        break;
      default:
        fault satisfies never;
    }
  }
}
