import type { Scenario } from "../core/scenario.ts";
import type { EventStream } from "../core/stream.ts";
import { type Milliseconds, msToNs, nsToMs } from "../core/units.ts";

/**
 * How old the newest event due is, averaged over the window: what is freshest at the source. 1/λ for a long
 * Poisson stream and half a period for a periodic one; a short stream has the events it has. `undefined` when
 * no event is due before the window ends.
 */
export function scheduleAge(
  stream: Pick<EventStream, "due">,
  { warmupMs, measureMs }: Scenario["phases"],
): Milliseconds | undefined {
  const from = msToNs(warmupMs);
  const to = msToNs(warmupMs + measureMs);
  let area = 0;
  let span = 0;
  for (let i = 0; i < stream.due.length; i++) {
    const due = stream.due[i]!;
    const start = Math.max(due, from);
    const end = Math.min(stream.due[i + 1] ?? to, to);
    if (end <= start) continue;
    area += ((end - due) ** 2 - (start - due) ** 2) / 2;
    span += end - start;
  }
  return span === 0 ? undefined : nsToMs(area / span);
}
