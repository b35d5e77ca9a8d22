import type { LinkCut } from "../core/link.ts";
import type { Result, ResultCell } from "../core/result.ts";
import { formatDuration, formatRate } from "../core/units.ts";
import { counted, listed } from "./names.ts";
import { formatCount, formatNumber } from "./numbers.ts";
import type { Row } from "./rows.ts";

type LinkSpec = NonNullable<Result["scenario"]["link"]>;
type Fault = NonNullable<Result["scenario"]["faults"]>[number];
type CellLink = NonNullable<ResultCell["link"]>;

/** The link that a scenario puts between clients and server: `4g: 50 ms each way, jitter ±10 ms, 10 Mbit/s down`. */
export function linkWords({ scenario }: Result): string | undefined {
  return scenario.link === undefined ? undefined : wordsOf(scenario.link);
}

function wordsOf({
  profile,
  delayUpMs,
  delayDownMs,
  jitterMs,
  upBps,
  downBps,
  cut,
  stalls,
}: LinkSpec): string {
  const parts = [
    delayUpMs === delayDownMs
      ? `${formatCount(delayUpMs)} ms each way`
      : `${formatCount(delayUpMs)} ms up, ${formatCount(delayDownMs)} ms down`,
    ...(jitterMs > 0 ? [`jitter ±${formatCount(jitterMs)} ms`] : []),
    ...(upBps !== undefined && upBps === downBps
      ? [`${rate(upBps)} each way`]
      : [
          ...(downBps === undefined ? [] : [`${rate(downBps)} down`]),
          ...(upBps === undefined ? [] : [`${rate(upBps)} up`]),
        ]),
    ...(cut === undefined ? [] : [cutWords(cut as LinkCut)]),
    ...(stalls.length === 0
      ? []
      : [`nothing passes ${listed(stalls.map(({ atMs, forMs }) => span(atMs, forMs)))}`]),
  ];
  return `${profile === undefined ? "" : `${profile}: `}${parts.join(", ")}`;
}

const rate = (bps: number): string => `${formatRate(bps).replace(/(?=[kMG]bit$)/, " ")}/s`;
const span = (atMs: number, forMs: number): string =>
  `for ${formatDuration(forMs)} at ${formatDuration(atMs)}`;

function cutWords(cut: LinkCut): string {
  const outage = cut.outageMs > 0 ? ` for ${formatDuration(cut.outageMs)}` : "";
  switch (cut.kind) {
    case "every":
      return `all connections cut${outage} every ${formatDuration(cut.everyMs)}`;
    case "at":
      return `all connections cut${outage} at ${listed(cut.atMs.map((at) => formatDuration(at)))}`;
    case "random":
      return `each connection cut at random, every ${formatDuration(cut.meanMs)} on average`;
    default:
      return cut satisfies never;
  }
}

/** How late the link itself was beside what was asked of it, the worst cell's mean, and how many connections it cut. */
export function linkAccount(rows: readonly Row[]): readonly string[] {
  const links = rows.flatMap(({ cells }) => cells.flatMap(({ link }) => link ?? []));
  const error = linkErrorMs(rows);
  const cut = links.reduce((sum, { cutConnections }) => sum + cutConnections, 0);
  return [
    ...(error === undefined ? [] : [`its own error ${formatNumber(error)} ms a way (mean)`]),
    ...(cut === 0 ? [] : [`${counted(cut, "connection")} cut`]),
  ];
}

/** The relay's own error: how much later than due it handed on, the larger direction's mean of the worst cell. */
export function linkErrorMs(rows: readonly Row[]): number | undefined {
  const lateness = rows.flatMap(({ cells }) =>
    cells.flatMap(({ link }) => (link === null ? [] : late(link))),
  );
  return lateness.length === 0 ? undefined : Math.max(...lateness);
}

const late = ({ lateUpMeanMs, lateDownMeanMs }: CellLink): readonly number[] =>
  [lateUpMeanMs, lateDownMeanMs].flatMap((mean) => mean ?? []);

const FAULTS: Readonly<Record<string, string>> = {
  "server-stall": "the server stands still",
  "server-restart": "the server is killed and started again",
};

/** What is done to the server while it is measured; `undefined` for nothing. */
export function faultWords({ scenario }: Result): string | undefined {
  const { faults = [] } = scenario;
  return faults.length === 0 ? undefined : listed(faults.map(faultWord));
}

function faultWord({ fault, atMs, forMs }: Fault): string {
  const what = Object.hasOwn(FAULTS, fault) ? FAULTS[fault]! : fault;
  return fault === "server-restart"
    ? `${what} after ${formatDuration(forMs)} at ${formatDuration(atMs)}`
    : `${what} ${span(atMs, forMs)}`;
}

/** How the rows came back from what broke, `name: back in 1,203 ms, 100 reconnections`; those that had to. */
export function recoveries(rows: readonly Row[]): readonly { readonly row: Row; readonly words: string }[] {
  return rows.flatMap((row) => {
    const { recoveryMaxMs: recovery, reconnections } = row.metrics;
    const back = reconnections !== undefined && reconnections.value > 0;
    const parts = [
      ...(recovery === undefined && back ? ["not everyone was back when the cell ended"] : []),
      ...(recovery === undefined ? [] : [`everyone was back after ${formatNumber(recovery.value)} ms`]),
      ...(!back
        ? []
        : [`${formatCount(reconnections.value)} reconnection${reconnections.value === 1 ? "" : "s"}`]),
    ];
    return parts.length === 0 ? [] : [{ row, words: parts.join(", ") }];
  });
}
