import type { ClientContext, ClientHalf, ClientTransport } from "../core/transport.ts";
import type { Milliseconds } from "../core/units.ts";
import { Addresses } from "./addresses.ts";
import { Asker, requestParts } from "./asker.ts";
import { ClientGroup } from "./group.ts";

/** Short polling: `pacing: fixed-rate` unless `fixed-delay` is asked for. */
export const polling = {
  name: "polling",
  create(context, params): ClientHalf {
    const addresses = new Addresses(context.url);
    const parts = requestParts(context, "/polling");
    const interval = Number(params.intervalMs);
    const ready =
      params.pacing === "fixed-delay" ? fixedDelay(context, interval) : fixedRate(context, interval);
    return new ClientGroup(context.clients, (client) => new Asker(context, client, addresses, parts, ready));
  },
} satisfies ClientTransport;

/**
 * Asks at a fixed rate from a seeded random phase, whatever the answers. A tick that finds the last request
 * unanswered, or no connection, is passed over and counted.
 */
function fixedRate({ observer, pacer, clients }: ClientContext, interval: Milliseconds) {
  const askers: Asker[] = new Array(clients);
  const tick = (client: number): void => {
    if (!askers[client]!.ask()) observer.skipped(client);
  };
  // The rate is the client's and not the connection's: it goes on unchanged over a reconnect.
  return (asker: Asker): void => {
    if (askers[asker.client] !== undefined) return;
    askers[asker.client] = asker;
    pacer.every(asker.client, interval, tick);
  };
}

/**
 * Asks a fixed time after each answer, so that answers that take long make polls rarer and none is passed
 * over. The first request on a connection comes after a seeded random part of that time.
 */
function fixedDelay({ pacer, clients }: ClientContext, interval: Milliseconds) {
  const askers: Asker[] = new Array(clients);
  const ask = (client: number): void => {
    askers[client]!.ask();
  };
  return (asker: Asker, answered: boolean): void => {
    askers[asker.client] = asker;
    // What the connection before had still to ask would be a second series of polls.
    if (!answered) pacer.cancel(asker.client);
    pacer.after(asker.client, answered ? interval : interval * pacer.uniform(), ask);
  };
}
