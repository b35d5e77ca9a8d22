import { BenchError } from "../core/errors.ts";
import type { TransportRef } from "../core/messages.ts";
import { loadTransportModule } from "../core/plugin.ts";
import type { ClientTransport } from "../core/transport.ts";
import { defaultParams, isTransportName, TRANSPORT_NAMES } from "../core/transports.ts";
import { CLIENTS } from "./index.ts";

/** The client half that a reference means: built in, brought by its module, or built in by its module's word. */
export async function resolveClient({ transport, module }: TransportRef): Promise<ClientTransport> {
  if (module === undefined) return builtIn(transport);
  const { client } = await loadTransportModule(module);
  return typeof client === "string" ? withDefaults(builtIn(client), client) : client;
}

/** A module's options are passed as they stand: those that the built-in half needs and were not given are its own. */
function withDefaults(half: ClientTransport, name: string): ClientTransport {
  const defaults = isTransportName(name) ? defaultParams(name) : {};
  return { name, create: (context, params) => half.create(context, { ...defaults, ...params }) };
}

function builtIn(name: string): ClientTransport {
  if (isTransportName(name)) return CLIENTS[name];
  throw new BenchError("TRANSPORT_INVALID", `no built-in transport is called "${name}"`, {
    hint: `the built-in ones are ${TRANSPORT_NAMES.join(", ")}`,
  });
}
