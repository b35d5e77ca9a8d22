import type { Milliseconds } from "../../core/units.ts";
import { listed } from "../../reports/names.ts";
import { formatCount } from "../../reports/numbers.ts";
import { type Affordable, affordable, type MostClients, mostClients, type Wish } from "./affordable.ts";
import type { Check, CheckName } from "./check.ts";
import type { Readings } from "./readings.ts";
import { slipP99 } from "./slip.ts";
import { shownMs } from "./timing-checks.ts";

/** The smallest difference that is ever claimed: below this a median is a matter of the next run. */
const LEAST_DIFFERENCE_MS: Milliseconds = 0.02;
/** Checks that bear on time; the others bear on what fits. */
const TIMING: ReadonlySet<CheckName> = new Set<CheckName>([
  "timers",
  "sleep",
  "clock",
  "processes",
  "loopback",
  "cores",
  "load",
]);

/** What can be measured on a machine. */
export interface Conclusion {
  /** Differences of latency below this lie in the machine's own jitter; absent where that is not known. */
  readonly smallestDifferenceMs?: Milliseconds;
  readonly clients: MostClients;
  /** With a link between clients and server. */
  readonly linkedClients: MostClients;
  /** Whether comparing timings now makes sense. */
  readonly compareTimings: boolean;
  readonly scenarios: readonly Affordable[];
  /** The same in words. */
  readonly sentences: readonly Sentence[];
}

export interface Sentence {
  readonly topic: "differences" | "timings" | "clients" | "scenarios";
  readonly text: string;
}

/** What can be measured here, by rules, from what was read and what the checks say of it. */
export function conclude(readings: Readings, checks: readonly Check[], wishes: readonly Wish[]): Conclusion {
  const { facts } = readings;
  const smallest = smallestDifference(readings);
  const clients = mostClients(facts, false);
  const linkedClients = mostClients(facts, true);
  const doubts = checks.filter(({ name, status }) => status !== "ok" && TIMING.has(name));
  const scenarios = wishes.map((wish) => affordable(wish, facts));
  return {
    ...(smallest === undefined ? {} : { smallestDifferenceMs: smallest.ms }),
    clients,
    linkedClients,
    compareTimings: doubts.length === 0,
    scenarios,
    sentences: [
      { topic: "differences", text: differences(smallest) },
      { topic: "timings", text: timings(doubts) },
      { topic: "clients", text: clientsText(clients, linkedClients) },
      ...(scenarios.length === 0 ? [] : [{ topic: "scenarios", text: scenariosText(scenarios) } as const]),
    ],
  };
}

interface Smallest {
  readonly ms: Milliseconds;
  readonly slipMs: Milliseconds;
  readonly jitterMs: Milliseconds;
}

/**
 * The jitter of one delivery: how late it may leave, and how much the two hops it takes (publisher to server, server
 * to client, as much as a round trip) vary between the median and the 99th percentile. Rounded up to two digits.
 */
function smallestDifference({ timers, sleep, loopback, clock }: Readings): Smallest | undefined {
  const slipMs = slipP99(timers, sleep);
  if (slipMs === undefined || loopback.type === "failed" || clock.stepNs === undefined) return undefined;
  const { p50Ms, p99Ms } = loopback.value.roundTrip;
  const jitterMs = p99Ms - p50Ms;
  const sum = Math.max(LEAST_DIFFERENCE_MS, (2 * clock.stepNs) / 1e6, slipMs + jitterMs);
  return { ms: roundedUp(sum), slipMs, jitterMs };
}

/** Rounds up to two digits: a claim that is a little too modest is still true. */
function roundedUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}

function differences(smallest: Smallest | undefined): string {
  if (smallest === undefined) return "unknown: what the machine itself adds could not be measured";
  const { ms, slipMs, jitterMs } = smallest;
  const leave = slipMs === 0 ? "events leave on time" : `events leave up to ${shownMs(slipMs)} ms late`;
  return (
    `believe a difference in latency from ${shownMs(ms)} ms on: ${leave} and two hops over loopback vary by ` +
    `${shownMs(jitterMs)} ms (p99); for less, compare medians over --repeat 6`
  );
}

function timings(doubts: readonly Check[]): string {
  if (doubts.length === 0) return "comparing them is sound now";
  const names = listed(doubts.map(({ name }) => name));
  return `comparing them is not advisable now (see ${names}); bytes and requests count the same everywhere`;
}

function clientsText(direct: MostClients, linked: MostClients): string {
  const same = direct.clients === linked.clients && direct.by === linked.by;
  const most = same
    ? `${limitText(direct)}, with a link or without`
    : `${limitText(direct)}, through a link ${limitText(linked)}`;
  return `up to ${most}; bench capacity finds what a server takes`;
}

const limitText = ({ clients, by }: MostClients): string =>
  by === undefined
    ? `the ${formatCount(clients)} a scenario may ask for`
    : `${formatCount(clients)} (limited by ${by})`;

function scenariosText(scenarios: readonly Affordable[]): string {
  const fits = scenarios.filter((scenario) => scenario.affordable).map(({ name }) => name);
  const others = scenarios.flatMap(({ name, lacks }) => (lacks === undefined ? [] : [`${name} ${lacks}`]));
  const verb = fits.length === 1 ? "fits" : "fit";
  const all = others.length === 0 && fits.length > 1 ? "all fit: " : "";
  const fitting =
    fits.length === 0 ? "none fits" : all === "" ? `${listed(fits)} ${verb}` : all + listed(fits);
  return [fitting, ...others].join("; ");
}
