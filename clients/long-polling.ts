import type { ClientHalf, ClientTransport } from "../core/transport.ts";
import { Asker, requestParts } from "./asker.ts";
import { ClientGroup } from "./group.ts";
import { addressOf } from "./subscriber.ts";

/** Long polling: asks, waits for the answer however long the server holds it, and asks again at once. */
export const longPolling = {
  name: "long-polling",
  create(context, params): ClientHalf {
    const address = addressOf(context.url);
    const parts = requestParts(context, "/long-polling", `&holdMs=${params.holdMs}`);
    return new ClientGroup(context.clients, (client) => {
      return new Asker(context, client, address, parts, (asker) => asker.ask());
    });
  },
} satisfies ClientTransport;
