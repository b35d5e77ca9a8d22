import { Histogram } from "../core/histogram.ts";
import type { LinkBytes, LinkSpec } from "../core/link.ts";
import type { LinkReport } from "../core/messages.ts";
import type { ResultCell } from "../core/result.ts";
import { type Milliseconds, type Nanoseconds, nsToMs } from "../core/units.ts";

/** What the relays of a cell's link reported together. */
export interface LinkAccount {
  readonly spec: LinkSpec;
  readonly relays: number;
  readonly bytes: LinkBytes;
  readonly connections: number;
  readonly cutConnections: number;
  /** How much later than its spec says the link handed on, by direction; absent where nothing crossed. */
  readonly lateUp: Histogram;
  readonly lateDown: Histogram;
}

/** Merges the reports of a link's relays: counts and histograms add. */
export function linkAccount(spec: LinkSpec, reports: readonly LinkReport[]): LinkAccount {
  const sum = (of: (report: LinkReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const merged = (key: "lateUp" | "lateDown"): Histogram => {
    const whole = new Histogram();
    for (const report of reports) whole.merge(Histogram.fromData(report[key]));
    return whole;
  };
  return {
    spec,
    relays: reports.length,
    bytes: {
      fromClients: sum(({ bytes }) => bytes.fromClients),
      toServer: sum(({ bytes }) => bytes.toServer),
      droppedUp: sum(({ bytes }) => bytes.droppedUp),
      fromServer: sum(({ bytes }) => bytes.fromServer),
      toClients: sum(({ bytes }) => bytes.toClients),
      droppedDown: sum(({ bytes }) => bytes.droppedDown),
    },
    connections: sum(({ connections }) => connections),
    cutConnections: sum(({ cutConnections }) => cutConnections),
    lateUp: merged("lateUp"),
    lateDown: merged("lateDown"),
  };
}

/** The one-way delays as they were: declared, and the relay's own mean lateness. 0 without a link. */
export function linkDelays(link: LinkAccount | undefined): { upMs: Milliseconds; downMs: Milliseconds } {
  if (link === undefined) return { upMs: 0, downMs: 0 };
  const late = (histogram: Histogram): Milliseconds => nsToMs(histogram.mean ?? 0);
  return {
    upMs: link.spec.delayUpMs + late(link.lateUp),
    downMs: link.spec.delayDownMs + late(link.lateDown),
  };
}

/** The link as a result's cell carries it. */
export function describeLink({
  spec,
  lateUp,
  lateDown,
  ...account
}: LinkAccount): NonNullable<ResultCell["link"]> {
  return {
    ...describeSpec(spec),
    ...account,
    ...lateness("Up", lateUp),
    ...lateness("Down", lateDown),
  };
}

/** The spec as plain, changeable data. */
export function describeSpec({ cut, stalls, ...spec }: LinkSpec) {
  return {
    ...spec,
    ...(cut === undefined ? {} : { cut: cut.kind === "at" ? { ...cut, atMs: [...cut.atMs] } : { ...cut } }),
    stalls: stalls.map((stall) => ({ ...stall })),
  };
}

function lateness<Way extends "Up" | "Down">(way: Way, late: Histogram) {
  const [mean, p99] = [ms(late.mean), ms(late.quantile(0.99))];
  return mean === undefined || p99 === undefined
    ? {}
    : ({ [`late${way}MeanMs`]: mean, [`late${way}P99Ms`]: p99 } as Record<
        `late${Way}${"MeanMs" | "P99Ms"}`,
        number
      >);
}

const ms = (span: Nanoseconds | undefined): Milliseconds | undefined =>
  span === undefined ? undefined : nsToMs(span);
