import { listed } from "../../names.ts";
import { ABSENT, formatNumber, formatPercent } from "../../numbers.ts";
import type { Row } from "../../rows.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

const PARTS = ["payload", "headers", "framing"] as const;

/** Bytes per event by purpose. */
export function bytes(drawn: readonly Drawn[]): Figure | undefined {
  const bars = drawn.flatMap((each) => {
    const { payloadBytesPerEvent, headerBytesPerEvent, framingBytesPerEvent } = each.row.metrics;
    const parts = [payloadBytesPerEvent, headerBytesPerEvent, framingBytesPerEvent];
    if (parts.every((part) => part === undefined)) return [];
    const values = parts.map((part) => part?.value ?? 0);
    const total = values.reduce((sum, value) => sum + value, 0);
    return [{ ...each, parts, values, total, network: networkOf(each.row) }];
  });
  if (bars.length === 0) return undefined;
  const networks = bars.flatMap(({ network }) => network ?? []);
  const estimated = networks.filter((network) => network.estimated);
  const networkPart =
    estimated.length === 0
      ? "TCP/IP, measured"
      : estimated.length === networks.length
        ? "TCP/IP, estimated"
        : "TCP/IP, some estimated";
  const beyond = bars
    .filter(({ series, total }) => !series.faint && total > 0)
    .map(({ row, values, total }) => ({ name: row.name, share: 1 - values[0]! / total }))
    .sort((a, b) => a.share - b.share)
    .map(({ name, share }) => `${formatPercent(share)} % for ${name}`);
  return {
    id: "bytes",
    title: "Bytes per event",
    conclusion:
      beyond.length === 0
        ? "Only invalid cells."
        : `The share of bytes that carries no event is ${listed(beyond)}.`,
    reading:
      "Every byte on the TCP stream in the window, both directions, divided by the events delivered; opening a " +
      "connection is not in it. Solid is payload (the event's envelope), hatched is headers (HTTP request and " +
      "response heads), dotted is framing (frame headers, separators, control frames). IP and TCP add their own " +
      `headers to each packet, and packets that only acknowledge. ${beyondTheStream(networks)}`,
    chart: {
      kind: "bars",
      xTitle: "bytes per event",
      parts: networks.length === 0 ? PARTS : [...PARTS, networkPart],
      ends: bars.map(({ total, network }) => (network === undefined ? formatNumber(total) : spoken(network))),
      bars: bars.map(({ series, values, total, network }) => ({
        series,
        values: network === undefined ? values : [...values, Math.max(0, network.bytes - total)],
      })),
    },
    table: {
      head: [
        "Transport",
        "Payload",
        "Headers",
        "Framing",
        "Total",
        ...(networks.length === 0 ? [] : ["On the network", "Packets"]),
      ],
      lines: bars.map(({ series, row, parts, total, network }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...parts.map((part) => (part === undefined ? "–" : formatNumber(part.value))),
        formatNumber(total),
        ...(networks.length === 0
          ? []
          : [
              network === undefined
                ? ABSENT
                : `${spoken(network)} ${network.estimated ? "estimated" : "measured"}`,
              row.metrics.networkPacketsPerEvent === undefined
                ? ABSENT
                : formatNumber(row.metrics.networkPacketsPerEvent.value),
            ]),
      ]),
    },
  };
}

interface Network {
  readonly bytes: number;
  readonly estimated: boolean;
}

/** Bytes per event on the network: as measured, or else the estimate, which is never shown without saying so. */
function networkOf({ metrics }: Row): Network | undefined {
  const { networkBytesPerEvent: measured, networkBytesEstimatePerEvent: estimate } = metrics;
  if (measured !== undefined) return { bytes: measured.value, estimated: false };
  return estimate === undefined ? undefined : { bytes: estimate.value, estimated: true };
}

const spoken = ({ bytes, estimated }: Network): string => `${estimated ? "≈ " : ""}${formatNumber(bytes)}`;

function beyondTheStream(networks: readonly Network[]): string {
  if (networks.length === 0) return "They are not counted here.";
  return networks.some(({ estimated }) => estimated)
    ? "Hollow is what they add by an estimate from the stream, at 52 bytes a packet; ≈ marks it. It was not measured."
    : "Hollow is what they add, counted on the interface of the run’s own network namespace.";
}
