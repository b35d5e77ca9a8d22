import type { ComparisonSide } from "../../core/comparison.ts";
import type { TransportEntry } from "../../core/scenario.ts";
import type { SubjectSource } from "../roles.ts";
import type { SideName } from "./schedule.ts";

/** One of the two builds that are compared: what it is called, and where its servers come from. */
export interface BuildSide {
  readonly about: ComparisonSide;
  /** The server of an entry, where it is not this build's own. */
  sourceOf(entry: TransportEntry): SubjectSource | undefined;
}

export type BuildSides = Readonly<Record<SideName, BuildSide>>;
