import type { ClientHalf, ClientTransport } from "../core/transport.ts";
import { Addresses } from "./addresses.ts";
import { Asker, requestParts } from "./asker.ts";
import { ClientGroup } from "./group.ts";

/**
 * Short polling: asks at a fixed rate from a seeded random phase, whatever the answers. A tick that finds the
 * last request unanswered, or no connection, is passed over and counted.
 */
export const polling = {
  name: "polling",
  create(context, params): ClientHalf {
    const { observer, pacer } = context;
    const addresses = new Addresses(context.url);
    const parts = requestParts(context, "/polling");
    const interval = Number(params.intervalMs);
    const ticking = new Uint8Array(context.clients);

    const tick = (client: number): void => {
      if (!group.at(client).ask()) observer.skipped(client);
    };
    // The rate is the client's and not the connection's: it goes on unchanged over a reconnect.
    const startTicking = (client: number): void => {
      if (ticking[client] === 1) return;
      ticking[client] = 1;
      pacer.every(client, interval, tick);
    };
    const group = new ClientGroup(context.clients, (client) => {
      return new Asker(context, client, addresses, parts, () => startTicking(client));
    });
    return group;
  },
} satisfies ClientTransport;
