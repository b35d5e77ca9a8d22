import type { ClientHalf, ClientTransport } from "../core/transport.ts";
import { Asker, requestParts } from "./asker.ts";
import { ClientGroup } from "./group.ts";
import { addressOf } from "./subscriber.ts";

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
    const address = addressOf(context.url);
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
    return new ClientGroup(context.clients, (client) => new Asker(context, client, address, parts, ready));
  },
} satisfies ClientTransport;
