import type { Party, PerLane } from "./child-messages.ts";
import { LANES, type LaneCounters, type LaneLink, type LaneStats } from "./protocol.ts";

/** The counts of every lane, put together from who counted them. */
export function lanesStats(
  { page, crowd }: Readonly<Record<Party, PerLane<LaneCounters>>>,
  links: PerLane<LaneLink>,
): PerLane<LaneStats> {
  const lanes = LANES.map((lane) => [lane, { page: page[lane], crowd: crowd[lane], link: links[lane] }]);
  return Object.fromEntries(lanes) as PerLane<LaneStats>;
}
