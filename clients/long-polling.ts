import type { ClientHalf, ClientTransport } from "../core/transport.ts";
import { Addresses } from "./addresses.ts";
import { Asker, requestParts } from "./asker.ts";
import { ClientGroup } from "./group.ts";

/**
 * Long polling: asks, waits for the answer however long the server holds it, and asks again at once.
 *
 * "At once" is at the end of the event loop's turn: an event answers all clients together, and if each asked
 * again before the next one's answer were read, the last answers would wait in this process for the writes of
 * all the others, which no real client does.
 */
export const longPolling = {
  name: "long-polling",
  create(context, params): ClientHalf {
    const addresses = new Addresses(context.url);
    const parts = requestParts(context, "/long-polling", `&holdMs=${params.holdMs}`);
    let answered: Asker[] = [];

    const askAgain = (): void => {
      const askers = answered;
      answered = [];
      for (const asker of askers) asker.ask();
    };
    const ready = (asker: Asker): void => {
      if (answered.push(asker) === 1) setImmediate(askAgain);
    };
    return new ClientGroup(context.clients, (client) => new Asker(context, client, addresses, parts, ready));
  },
} satisfies ClientTransport;
