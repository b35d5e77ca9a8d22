import { random, shuffled } from "../../core/random.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";

/** Half of a comparison. */
export type SideName = "base" | "head";

/** A pair to run. */
export interface PlannedPair {
  readonly entry: TransportEntry;
  readonly confirming: boolean;
  /** Which build goes first; the other follows at once. */
  readonly order: readonly [SideName, SideName];
}

/** How many more pairs an entry needs, and whether fresh ones to confirm a suspicion. */
export interface Need {
  readonly entry: TransportEntry;
  readonly pairs: number;
  readonly confirming: boolean;
}

/**
 * Deals out pairs: entries in turns, in a seeded order that runs forward and backward, so that a drift of the
 * machine hits them alike; within an entry base first, then head first, and so on, from a seeded start.
 */
export class Schedule {
  readonly #entries: readonly TransportEntry[];
  readonly #headFirst = new Map<string, boolean>();
  #rounds = 0;

  constructor({ transports, seed }: Pick<Scenario, "transports" | "seed">) {
    const source = random(seed, "pair order");
    this.#entries = [...shuffled(transports.length, source)].map((index) => transports[index]!);
    for (const { id } of this.#entries) this.#headFirst.set(id, source.uniform() < 0.5);
  }

  /** The pairs that meet these needs, one of each entry a round. */
  deal(needs: readonly Need[]): PlannedPair[] {
    const left = new Map(needs.map((need) => [need.entry.id, { ...need }]));
    const dealt: PlannedPair[] = [];
    while ([...left.values()].some(({ pairs }) => pairs > 0)) {
      const entries = this.#rounds++ % 2 === 0 ? this.#entries : this.#entries.toReversed();
      for (const entry of entries) {
        const need = left.get(entry.id);
        if (need === undefined || need.pairs === 0) continue;
        left.set(entry.id, { ...need, pairs: need.pairs - 1 });
        dealt.push({ entry, confirming: need.confirming, order: this.#turn(entry.id) });
      }
    }
    return dealt;
  }

  #turn(id: string): readonly [SideName, SideName] {
    const headFirst = this.#headFirst.get(id) === true;
    this.#headFirst.set(id, !headFirst);
    return headFirst ? ["head", "base"] : ["base", "head"];
  }
}
