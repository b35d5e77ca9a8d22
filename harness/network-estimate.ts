import type { Arrivals } from "../core/arrivals.ts";
import type { Purposes, Tally } from "../core/messages.ts";
import type { MetricValues } from "../core/metrics.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import type { Bytes, Milliseconds } from "../core/units.ts";
import type { Load } from "./merge.ts";

/** What a packet costs besides the stream's bytes: IPv4 20, TCP 20, the timestamps option 12. */
export const PACKET_OVERHEAD_BYTES: Bytes = 52;
/** The most of the stream that one packet carries: Ethernet's 1500 less the above. */
export const SEGMENT_BYTES: Bytes = 1448;
/** How long Linux waits for something to send along before it acknowledges by a packet of its own. */
export const DELAYED_ACK_MS: Milliseconds = 40;

/** How requests and answers follow each other, which decides what is acknowledged by a packet of its own. */
export type Traffic =
  /** Nothing is asked: every event is acknowledged alone. */
  | { readonly kind: "push" }
  /** Answered at once; `apartMs` is the mean time from a client's request to its next. */
  | { readonly kind: "polling"; readonly apartMs: Milliseconds }
  /** Answered when there is something, and asked again at once: `apartMs` is how long a request is held. */
  | { readonly kind: "long-polling"; readonly apartMs: Milliseconds; readonly regular: boolean };

/**
 * Bytes on the network of what crossed the stream in a window, both directions, openings apart:
 *
 *     stream bytes + 52 × packets
 *     packets = requests and answers, or pushed events, each in as many as its mean size needs at 1448 a packet,
 *               + acknowledgements that travel alone
 *
 * - push: one acknowledgement an event, so 2 packets;
 * - polling: the answer acknowledges the request, and one packet acknowledges the answer 40 ms later, so 3 a poll;
 *   where polls follow each other faster than that, the next one does, so 2;
 * - long polling: the next request acknowledges the answer; the request is acknowledged by a packet of its own
 *   where it is held for 40 ms or more, so 2 or 3 an exchange. Regular events hold all requests equally long;
 *   at random, a share e^(−40 ms ÷ mean) is held that long.
 *
 * By this rule a 64-byte event costs 170 B by WebSocket and an empty poll with 57 B up and 112 B down 325 B, to the
 * byte what Linux's loopback interface counts; so do long polls of regular events. Neglected: several events in one
 * packet or one acknowledgement for two, which makes push cheaper in bursts (measured: 0.1 % at 400 events/s);
 * that Linux acknowledges some requests at once for a while after one that was held, which makes long polling of
 * random events dearer (measured: 2.4 % at 15 events/s); acknowledgements within an answer of many packets;
 * packets of control frames; retransmissions; the opening and closing of connections; and whatever carries IP (14
 * bytes a packet for Ethernet). Loopback itself carries 65,483 bytes a packet, so there a large event takes fewer.
 */
export function estimateNetworkBytes(window: Tally, traffic: Traffic): Bytes {
  return total(window.up) + total(window.down) + PACKET_OVERHEAD_BYTES * packets(window, traffic);
}

/**
 * The estimate as a metric, for a cell whose network bytes were not measured; nothing where they were or where
 * no event came. How long exchanges lie apart follows from how many there were.
 */
export function networkEstimate(
  measured: MetricValues,
  { window, connected }: Pick<Load, "window" | "connected">,
  scenario: Pick<Scenario, "phases" | "stream">,
  { transport }: Pick<TransportEntry, "transport">,
): Pick<MetricValues, "networkBytesEstimatePerEvent"> {
  if (measured.networkBytesPerEvent !== undefined || window.events === 0) return {};
  const apartMs = (scenario.phases.measureMs * connected) / window.requests;
  const traffic = trafficOf(transport, window, apartMs, scenario.stream.arrivals);
  return { networkBytesEstimatePerEvent: estimateNetworkBytes(window, traffic) / window.events };
}

/** What asks is polling, unless it is known to be held; what does not ask is pushed to. */
function trafficOf(
  transport: string,
  { requests }: Tally,
  apartMs: Milliseconds,
  arrivals: Arrivals,
): Traffic {
  if (requests === 0) return { kind: "push" };
  if (transport === "long-polling") return { kind: transport, apartMs, regular: arrivals === "periodic" };
  return { kind: "polling", apartMs };
}

function packets(window: Tally, traffic: Traffic): number {
  const { requests, responses, events } = window;
  const exchanges = segments(total(window.up), requests) + segments(total(window.down), responses);
  switch (traffic.kind) {
    case "push":
      return segments(total(window.down), events) + events;
    case "polling":
      return exchanges + (traffic.apartMs < DELAYED_ACK_MS ? 0 : responses);
    case "long-polling":
      return exchanges + responses * heldShare(traffic.apartMs, traffic.regular);
    default:
      return traffic satisfies never;
  }
}

/** Packets of so many messages that have so many bytes together. */
const segments = (bytes: Bytes, messages: number): number =>
  messages === 0 ? 0 : messages * Math.ceil(bytes / messages / SEGMENT_BYTES);

/** The share of requests held for long enough to be acknowledged alone. */
function heldShare(meanMs: Milliseconds, regular: boolean): number {
  if (!regular) return Math.exp(-DELAYED_ACK_MS / meanMs);
  return meanMs < DELAYED_ACK_MS ? 0 : 1;
}

/** Bytes on the stream, openings apart. */
const total = ({ payload, headers, framing }: Purposes): Bytes => payload + headers + framing;
