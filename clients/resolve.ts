import { BenchError } from "../core/errors.ts";
import type { TransportRef } from "../core/messages.ts";
import { loadTransportModule } from "../core/plugin.ts";
import type { ClientTransport } from "../core/transport.ts";
import { isTransportName, TRANSPORT_NAMES } from "../core/transports.ts";
import { CLIENTS } from "./index.ts";

/** The client half that a reference means: built in, brought by its module, or built in by its module's word. */
export async function resolveClient({ transport, module }: TransportRef): Promise<ClientTransport> {
  if (module === undefined) return builtIn(transport);
  const { client } = await loadTransportModule(module);
  return typeof client === "string" ? builtIn(client) : client;
}

function builtIn(name: string): ClientTransport {
  if (isTransportName(name)) return CLIENTS[name];
  throw new BenchError("TRANSPORT_INVALID", `no built-in transport is called "${name}"`, {
    hint: `the built-in ones are ${TRANSPORT_NAMES.join(", ")}`,
  });
}
