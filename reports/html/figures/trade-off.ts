import type { Result } from "../../../core/result.ts";
import { capitalised, listed } from "../../names.ts";
import { formatNumber } from "../../numbers.ts";
import type { Figure as Measured } from "../../rows.ts";
import { sweepsOf } from "../../sweeps.ts";
import { differ } from "../../ties.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import { spanned } from "../spanned.ts";
import type { Line, ScatterPoint } from "../view.ts";

interface Placed extends Drawn {
  readonly bytes: Measured;
  readonly latency: Measured;
}

/** Latency against bytes: the choice that the transports are about. */
export function tradeOff(drawn: readonly Drawn[], result: Result): Figure | undefined {
  const placed = drawn.flatMap((each): readonly Placed[] => {
    const { bytesPerEvent: bytes, latencyP50Ms: latency } = each.row.metrics;
    const drawable = bytes !== undefined && latency !== undefined && bytes.value > 0 && latency.value > 0;
    return drawable ? [{ ...each, bytes, latency }] : [];
  });
  if (placed.length === 0) return undefined;
  const front = frontier(placed);
  return {
    id: "trade-off",
    title: "Latency against bytes",
    conclusion: conclusionOf(placed, front),
    reading:
      "Each mark is one entry: further left sends fewer bytes, further down delivers sooner. Both axes are " +
      "logarithmic, so equal distances are equal factors. A ring and the thin line mark the entries that no other beats; " +
      "where two lie closer than the run can tell apart, neither beats the other. Bars, where there are six " +
      "blocks or more, span the interval. Where one transport was measured at several settings, a line of its " +
      "colour joins them: moving along it is a matter of configuration, leaving it takes another transport.",
    chart: {
      kind: "scatter",
      xTitle: "bytes per event",
      yTitle: "median latency, ms",
      points: placed.map(pointOf),
      frontier: front
        .map(({ bytes, latency }) => [bytes.value, latency.value] as const)
        .sort(([a], [b]) => a - b),
      curves: curvesOf(placed, result),
    },
    table: {
      head: ["Transport", "Median latency, ms", "Bytes per event", "On the frontier"],
      lines: placed.map((each): readonly Content[] => [
        html`${key(each.series)}${each.series.name}`,
        spanned(each.latency),
        spanned(each.bytes),
        each.series.faint ? "not compared" : front.includes(each) ? "yes" : "no",
      ]),
    },
  };
}

/** A line per transport through the places that a swept parameter took it to, in the parameter's order. */
function curvesOf(placed: readonly Placed[], result: Result): readonly Line[] {
  const rows = placed.map(({ row }) => row);
  return sweepsOf(rows, result).flatMap(({ transports }) =>
    transports
      .filter(({ level }) => !level)
      .map(({ points }) => {
        const places = points.map(({ row }) => placed.find((each) => each.row === row)!);
        return {
          series: places[0]!.series,
          points: places.map(({ bytes, latency }) => [bytes.value, latency.value] as const),
        };
      }),
  );
}

/** The valid entries that none beats: none is clearly better in one respect and at least tied in the other. */
function frontier(placed: readonly Placed[]): readonly Placed[] {
  const compared = placed.filter(({ series }) => !series.faint);
  return compared.filter((each) => !compared.some((other) => other !== each && beats(other, each)));
}

function beats(a: Placed, b: Placed): boolean {
  const sides = [
    compare(a.latency, b.latency, differ("latencyP50Ms", a.latency, b.latency)),
    compare(a.bytes, b.bytes, differ("bytesPerEvent", a.bytes, b.bytes)),
  ];
  return sides.includes(-1) && !sides.includes(1);
}

const compare = (a: Measured, b: Measured, clear: boolean): -1 | 0 | 1 =>
  !clear ? 0 : a.value < b.value ? -1 : 1;

function conclusionOf(placed: readonly Placed[], front: readonly Placed[]): string {
  const [first] = front;
  const compared = placed.filter(({ series }) => !series.faint);
  if (first === undefined) return "Nothing here is valid, so nothing can be compared.";
  const at = ({ row, latency, bytes }: Placed) =>
    `${row.name} (${formatNumber(latency.value)} ms, ${formatNumber(bytes.value)} bytes)`;
  if (compared.length === 1) return `${capitalised(at(first))} stands alone.`;
  if (front.length === 1) {
    return `Nothing beats ${at(first)}: no other entry is clearly faster or clearly cheaper.`;
  }
  const trade = front.some((a) => front.some((b) => differ("latencyP50Ms", a.latency, b.latency)));
  const names = listed(front.map(at));
  return trade
    ? `A trade-off between ${names}: who is faster pays for it in bytes.`
    : `${capitalised(names)} lie too close together for a difference to be claimed.`;
}

function pointOf({ series, bytes, latency }: Placed): ScatterPoint {
  const x = boundsOf(bytes);
  const y = boundsOf(latency);
  return {
    series,
    x: bytes.value,
    y: latency.value,
    ...(x === undefined ? {} : { xBounds: x }),
    ...(y === undefined ? {} : { yBounds: y }),
  };
}

function boundsOf({ low, high }: Measured): readonly [number, number] | undefined {
  return low === undefined || high === undefined || low <= 0 ? undefined : [low, high];
}
