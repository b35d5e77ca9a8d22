import type { ComparisonLook } from "../../core/comparison.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";
import type { Milliseconds } from "../../core/units.ts";
import { type CellPair, isCountedPair, isValidPair } from "./cell-pair.ts";
import { countedRows, countedValues } from "./counted.ts";
import {
  type ChosenMetric,
  type EntryPairs,
  type Family,
  familyOf,
  MOST_CHOSEN,
  NO_FAMILY,
} from "./family.ts";
import { type Reading, type ReadingSettings, readFamily } from "./readings.ts";
import { type Need, type PlannedPair, Schedule } from "./schedule.ts";
import { fewestPairsIn } from "./statistics/holm.ts";
import { FEWEST_PAIRS, nextStep } from "./statistics/looks.ts";

/** How many pairs a comparison runs. */
export interface PairPlan {
  /** Pairs of each entry at the first look and at the second. */
  readonly looks: readonly [first: number, second: number];
  /** Fresh pairs that have to show a suspected regression again. */
  readonly confirming: number;
}

/** Runs pairs; the real one forks processes. */
export interface PairSource {
  /** How long so many pairs take. */
  estimate(pairs: readonly Pick<PlannedPair, "entry">[]): Milliseconds;
  /** Runs one; `after` are those that will follow as far as is known. */
  run(planned: PlannedPair, after: readonly PlannedPair[]): Promise<CellPair>;
}

export interface CampaignOptions {
  readonly scenario: Pick<Scenario, "transports" | "seed">;
  readonly source: PairSource;
  readonly plan: PairPlan;
  readonly settings: ReadingSettings;
  /** The metrics that were chosen; the default ones when empty. */
  readonly metrics: readonly ChosenMetric[];
  /** A second look is begun only where it, and what it may have to confirm, ends before this. */
  readonly budgetMs: Milliseconds;
  /** Whether to end with the first pair whose exact or counted metrics got worse. */
  readonly failFast: boolean;
  readonly now: () => Milliseconds;
  /** Called after each look with how many pairs follow. */
  readonly onLook: (look: ComparisonLook, more: number) => void;
}

/** What a comparison measured, and how far it came. */
export interface Campaign {
  /** Every pair that was run, invalid ones included. */
  readonly pairs: readonly CellPair[];
  readonly looks: readonly ComparisonLook[];
  readonly family: Family;
  readonly readings: readonly Reading[];
  /** Entries with too few valid pairs to say anything. */
  readonly invalid: readonly string[];
  /** Entries that there was no time to look at again. */
  readonly cutShort: readonly string[];
  /** Whether it ended at the first pair that got worse. */
  readonly failedFast: boolean;
}

/** Of pairs that turn out invalid, this share of what is needed is run again. */
const SPARE_SHARE = 0.5;

/** Measures until the answer is clear: a first look, perhaps a second, perhaps fresh pairs to confirm. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  return await new Run(options).run();
}

class Run {
  readonly #options: CampaignOptions;
  readonly #schedule: Schedule;
  readonly #entries: readonly TransportEntry[];
  readonly #began: Milliseconds;
  readonly #pairs: CellPair[] = [];
  readonly #looks: ComparisonLook[] = [];
  /** The look that each entry has had or is having; an entry that is done is not in here. */
  readonly #open = new Map<string, number>();
  readonly #invalid: string[] = [];
  readonly #cutShort: string[] = [];
  #family: Family = NO_FAMILY;
  #readings: readonly Reading[] = [];
  #failedFast = false;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#entries = options.scenario.transports;
    this.#schedule = new Schedule(options.scenario);
    this.#began = options.now();
  }

  async run(): Promise<Campaign> {
    const [first] = this.#options.plan.looks;
    let needs: readonly Need[] = this.#entries.map((entry) => ({ entry, pairs: first, confirming: false }));
    for (const { id } of this.#entries) this.#open.set(id, 0);
    while (needs.length > 0 && !this.#failedFast) {
      await this.#measure(needs);
      // After one pair no time is judged.
      if (!this.#failedFast) this.#read();
      const looked = needs.some(({ confirming }) => !confirming);
      needs = this.#failedFast ? [] : this.#affordable(this.#next());
      if (looked) this.#tellLook(needs);
    }
    return {
      pairs: this.#pairs,
      looks: this.#looks,
      // Whoever wants to know of the first bad pair is told of that and of no times.
      family: this.#failedFast ? NO_FAMILY : this.#family,
      readings: this.#failedFast ? [] : this.#readings,
      invalid: this.#invalid,
      cutShort: this.#cutShort,
      failedFast: this.#failedFast,
    };
  }

  async #measure(needs: readonly Need[]): Promise<void> {
    const queue = this.#schedule.deal(needs);
    const spare = new Map(needs.map(({ entry, pairs }) => [entry.id, Math.ceil(pairs * SPARE_SHARE)]));
    for (let planned = queue.shift(); planned !== undefined && !this.#failedFast; planned = queue.shift()) {
      // An entry that was given up is not measured any more.
      if (this.#invalid.includes(planned.entry.id)) continue;
      const pair = await this.#options.source.run(planned, queue);
      this.#pairs.push(pair);
      if (this.#options.failFast) this.#failedFast = isWorse(pair.entry, this.#pairs);
      if (isValidPair(pair)) continue;
      const left = spare.get(pair.entry)!;
      spare.set(pair.entry, left - 1);
      if (left > 0) queue.push(planned);
      else this.#close(pair.entry, this.#invalid);
    }
  }

  #close(entry: string, list: string[]): void {
    this.#open.delete(entry);
    if (!list.includes(entry)) list.push(entry);
  }

  /** The valid pairs of every entry, those apart that were to confirm. */
  #entryPairs(): EntryPairs[] {
    return this.#entries.map(({ id }) => ({
      id,
      pairs: this.#pairs.filter((pair) => pair.entry === id && !pair.confirming && isValidPair(pair)),
    }));
  }

  /** Which metrics are judged is settled at the first look, and what is said of an entry when it is done. */
  #read(): void {
    const entries = this.#entryPairs();
    const first = this.#looks.length === 0;
    if (first) {
      const { metrics, settings } = this.#options;
      this.#family = familyOf(entries, metrics, {
        fewest: settings.strictFamily ? fewestPairsIn(MOST_CHOSEN) : FEWEST_PAIRS,
        isSure: (entry, metric) =>
          readFamily([entry], [{ entry: entry.id, metric }], settings)[0]!.standing === "suspect",
      });
    }
    const fresh = readFamily(entries, this.#family.gated, this.#options.settings);
    this.#readings = first
      ? fresh
      : fresh.map((reading, i) => (this.#open.has(reading.entry) ? reading : this.#readings[i]!));
  }

  /** What each entry needs next. */
  #next(): Need[] {
    const { looks, confirming } = this.#options.plan;
    return this.#entries.flatMap((entry): Need[] => {
      const look = this.#open.get(entry.id);
      if (look === undefined) return [];
      const standings = this.#readings
        .filter((reading) => reading.entry === entry.id)
        .map(({ standing }) => standing);
      const step = nextStep(standings, look);
      if (step === "look-again") return [{ entry, pairs: looks[1] - looks[0], confirming: false }];
      this.#open.delete(entry.id);
      return step === "confirm" ? [{ entry, pairs: confirming, confirming: true }] : [];
    });
  }

  /**
   * What of this there is time for. What is suspected is always confirmed: without that nothing could ever fail. A
   * second look is given up where it and what it may suspect would take too long, that of the last entry in the
   * scenario first, and then what was suspected in that one is confirmed at once.
   */
  #affordable(needs: readonly Need[]): Need[] {
    const { source, budgetMs, now, plan } = this.#options;
    const left = budgetMs - (now() - this.#began);
    const fits = (some: readonly Need[]): boolean =>
      source.estimate(
        some.flatMap(({ entry, pairs, confirming }) =>
          new Array(confirming ? pairs : pairs + plan.confirming).fill({ entry }),
        ),
      ) <= left;
    let kept = [...needs];
    for (;;) {
      const last = kept.findLast(({ confirming }) => !confirming);
      if (last === undefined || fits(kept)) break;
      this.#close(last.entry.id, this.#cutShort);
      const suspected = this.#readings.some(
        ({ entry, standing }) => entry === last.entry.id && standing === "suspect",
      );
      const instead: Need[] = suspected ? [{ ...last, pairs: plan.confirming, confirming: true }] : [];
      kept = kept.flatMap((need) => (need === last ? instead : [need]));
    }
    for (const { entry, confirming } of kept) if (!confirming) this.#open.set(entry.id, 1);
    return kept;
  }

  #tellLook(needs: readonly Need[]): void {
    // Where nothing could be read there was nothing to look at.
    if (this.#invalid.length === this.#entries.length) return;
    const named = (standing: Reading["standing"]) =>
      this.#readings
        .filter((reading) => reading.standing === standing)
        .map(({ entry, metric }) => `${entry}.${metric}`);
    const look: ComparisonLook = {
      pairs: Math.max(1, ...this.#entryPairs().map(({ pairs }) => pairs.length)),
      undecided: named("undecided"),
      suspected: named("suspect"),
    };
    this.#looks.push(look);
    this.#options.onLook(
      look,
      needs.reduce((sum, { pairs }) => sum + pairs, 0),
    );
  }
}

/** Whether the pairs of an entry so far show that an exact or counted metric got worse, as its rows will say. */
function isWorse(entry: string, pairs: readonly CellPair[]): boolean {
  const own = pairs.filter((pair) => pair.entry === entry && isCountedPair(pair));
  const sides = {
    base: countedValues(own.map(({ base }) => base)),
    head: countedValues(
      own.map(({ head }) => head),
      true,
    ),
  };
  return countedRows(entry, sides).some(({ outcome }) => outcome === "regressed" || outcome === "missing");
}
