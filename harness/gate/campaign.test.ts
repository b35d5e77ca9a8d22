import { describe, expect, it } from "vitest";
import type { TransportEntry } from "../../core/scenario.ts";
import { type CampaignOptions, runCampaign } from "./campaign.ts";
import type { CellPair } from "./cell-pair.ts";
import type { PlannedPair } from "./schedule.ts";
import { cellWith, invalidFor } from "./testing/cells.ts";

const entry = (id: string): TransportEntry => ({ id, transport: id, params: {} });
const PAIR_MS = 1000;

/** A source whose heads are so many times as slow as their bases, by entry; noise alternates around that. */
function machine(factors: Readonly<Record<string, (pair: number, confirming: boolean) => number>>) {
  let pairs = 0;
  let now = 0;
  const ran: string[] = [];
  return {
    ran,
    now: () => now,
    estimate: (planned: readonly unknown[]) => planned.length * PAIR_MS,
    async run({ entry: { id }, confirming }: PlannedPair): Promise<CellPair> {
      pairs++;
      now += PAIR_MS;
      ran.push(confirming ? `${id}!` : id);
      const own = ran.filter((name) => name.startsWith(id)).length;
      const p50 = 10 * (1 + 0.001 * (own % 5));
      return {
        entry: id,
        pair: pairs,
        confirming,
        base: cellWith({ latencyP50Ms: p50, eventsLost: 0 }, { id }),
        head: cellWith({ latencyP50Ms: p50 * factors[id]!(own, confirming), eventsLost: 0 }, { id }),
      };
    },
  };
}

function options(source: ReturnType<typeof machine>, ids: readonly string[]): CampaignOptions {
  return {
    scenario: { transports: ids.map(entry), seed: 1 },
    source,
    plan: { looks: [6, 10], confirming: 6 },
    settings: { limits: [], strictFamily: false },
    metrics: [],
    budgetMs: 1e6,
    failFast: false,
    now: source.now,
    onLook: () => {},
  };
}

const same = () => 1;
const slower = () => 1.2;
/** On both sides of the limit in turns, 10 % slower in the middle. */
const wavering = (pair: number) => [1, 1.04, 1.1, 1.13, 1.16, 1.19][pair % 6]!;

describe("a campaign", () => {
  it("is over at the first look where nothing changed", async () => {
    const source = machine({ a: same, b: same });
    const { looks, readings, pairs } = await runCampaign(options(source, ["a", "b"]));
    expect(pairs).toHaveLength(12);
    expect(looks).toEqual([{ pairs: 6, undecided: [], suspected: [] }]);
    expect(readings.map(({ standing }) => standing)).toEqual(["ok", "ok"]);
  });

  it("confirms what is suspected with fresh pairs of that entry alone", async () => {
    const source = machine({ a: slower, b: same });
    const { looks, pairs } = await runCampaign(options(source, ["a", "b"]));
    expect(looks).toEqual([{ pairs: 6, undecided: [], suspected: ["a.latencyP50Ms"] }]);
    expect(source.ran.slice(12)).toEqual(new Array(6).fill("a!"));
    expect(pairs.filter(({ confirming }) => confirming)).toHaveLength(6);
  });

  it("judges CPU time whose pairs differ much where it is worse for sure, and else does not", async () => {
    const spread = [1, 1.3, 0.9, 1.2, 1.05, 1.15];
    const busy = (worse: number) => {
      const source = machine({ a: same });
      let ran = 0;
      return {
        ...source,
        async run(planned: PlannedPair) {
          const pair = await source.run(planned);
          const cpu = { serverCpuUsPerEvent: 8, eventsDelivered: 48_000 };
          const dearer = { ...cpu, serverCpuUsPerEvent: 8 * worse * spread[ran++ % 6]! };
          return { ...pair, base: cellWith(cpu, { id: "a" }), head: cellWith(dearer, { id: "a" }) };
        },
      };
    };
    const sure = await runCampaign({ ...options(machine({}), ["a"]), source: busy(1.4) });
    expect(sure.readings).toMatchObject([{ metric: "serverCpuUsPerEvent", standing: "suspect" }]);
    const doubtful = await runCampaign({ ...options(machine({}), ["a"]), source: busy(1) });
    expect(doubtful.readings).toEqual([]);
    expect(doubtful.family.ungated.map(({ why }) => why)).toContainEqual(
      expect.stringMatching(/^pairs differ by/),
    );
  });

  it("looks again at an entry that leaves doubt, and at no other", async () => {
    const source = machine({ a: wavering, b: same });
    const { looks } = await runCampaign(options(source, ["a", "b"]));
    expect(looks[0]!.undecided).toEqual(["a.latencyP50Ms"]);
    expect(source.ran.slice(12, 16)).toEqual(new Array(4).fill("a"));
    expect(looks).toHaveLength(2);
    expect(looks[1]!.pairs).toBe(10);
  });

  it("says of an entry that is done what it said, whatever the others' further pairs show", async () => {
    // The first is 20 % slower and confirmed; were it read again with the second's, nothing may change.
    const source = machine({ a: slower, b: wavering });
    const { readings, looks } = await runCampaign({
      ...options(source, ["a", "b"]),
      plan: { looks: [8, 12], confirming: 8 },
      settings: { limits: [], strictFamily: true },
    });
    expect(looks).toMatchObject([{ suspected: ["a.latencyP50Ms"], undecided: ["b.latencyP50Ms"] }, {}]);
    expect(readings.map(({ entry, change }) => [entry, change.pairs])).toEqual([
      ["a", 8],
      ["b", 12],
    ]);
    expect(readings[0]!.standing).toBe("suspect");
  });

  it("looks again only where there is time for it and to confirm it, and says which entries wanted it", async () => {
    const source = machine({ a: wavering, b: wavering });
    const second = 4 + 6;
    const campaign = await runCampaign({
      ...options(source, ["a", "b"]),
      budgetMs: (12 + second) * PAIR_MS,
    });
    expect(campaign.cutShort).toEqual(["b"]);
    expect(source.ran.slice(12, 16)).toEqual(new Array(4).fill("a"));
    expect(source.ran).not.toContain("b!");
  });

  it("confirms what is suspected whatever the budget: without that nothing could fail", async () => {
    const source = machine({ a: slower, b: wavering });
    const campaign = await runCampaign({ ...options(source, ["a", "b"]), budgetMs: 0 });
    expect(source.ran.slice(12)).toEqual(new Array(6).fill("a!"));
    expect(campaign.cutShort).toEqual(["b"]);
  });

  it("runs invalid pairs again, and gives an entry up that has none but those", async () => {
    const source = machine({ a: same });
    let runs = 0;
    const spoiled = (often: (run: number) => boolean) => ({
      ...source,
      async run(planned: PlannedPair) {
        const pair = await source.run(planned);
        return often(++runs) ? { ...pair, head: { ...pair.head, verdict: invalidFor("LOAD_LATE") } } : pair;
      },
    });
    const twice = await runCampaign({ ...options(source, ["a"]), source: spoiled((run) => run <= 2) });
    expect(twice.pairs).toHaveLength(8);
    expect(twice.invalid).toEqual([]);
    runs = 0;
    const always = await runCampaign({ ...options(source, ["a"]), source: spoiled(() => true) });
    expect(always.invalid).toEqual(["a"]);
    // Of nine pairs that could be run three may be invalid: the fourth is one too many.
    expect(always.pairs).toHaveLength(4);
  });

  it("ends at the first pair that lost an event, when asked to fail fast", async () => {
    const source = machine({ a: same });
    const lossy = {
      ...source,
      async run(planned: PlannedPair) {
        const pair = await source.run(planned);
        return { ...pair, head: cellWith({ ...pair.head.metrics, eventsLost: 1 }, { id: pair.entry }) };
      },
    };
    const campaign = await runCampaign({ ...options(source, ["a"]), source: lossy, failFast: true });
    expect(campaign.pairs).toHaveLength(1);
    expect(campaign.failedFast).toBe(true);
  });

  it("judges no time once it has failed fast, also after a look", async () => {
    const source = machine({ a: slower });
    const lossy = {
      ...source,
      async run(planned: PlannedPair) {
        const pair = await source.run(planned);
        const head = cellWith({ ...pair.head.metrics, eventsLost: planned.confirming ? 1 : 0 }, { id: "a" });
        return { ...pair, head };
      },
    };
    const campaign = await runCampaign({ ...options(source, ["a"]), source: lossy, failFast: true });
    expect(campaign.pairs).toHaveLength(7);
    expect(campaign.readings).toEqual([]);
    expect(campaign.family.gated).toEqual([]);
  });
});
