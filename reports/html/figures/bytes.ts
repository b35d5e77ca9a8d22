import { listed } from "../../names.ts";
import { formatNumber, formatPercent } from "../../numbers.ts";
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
    return [{ ...each, parts, values, total: values.reduce((sum, value) => sum + value, 0) }];
  });
  if (bars.length === 0) return undefined;
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
      "headers to each packet and are not counted here.",
    chart: {
      kind: "bars",
      xTitle: "bytes per event",
      parts: PARTS,
      bars: bars.map(({ series, values }) => ({ series, values })),
    },
    table: {
      head: ["Transport", "Payload", "Headers", "Framing", "Total"],
      lines: bars.map(({ series, parts, total }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...parts.map((part) => (part === undefined ? "–" : formatNumber(part.value))),
        formatNumber(total),
      ]),
    },
  };
}
