import { BenchError } from "../core/errors.ts";
import type { TransportRef } from "../core/messages.ts";
import { loadTransportModule } from "../core/plugin.ts";
import type { ServerTransport } from "../core/transport.ts";
import { isServerOnly, isTransportName } from "../core/transports.ts";
import { SERVERS } from "./index.ts";

/** The server half that a reference means: a built-in one, or the one its module brings. */
export async function resolveServer({ transport, module }: TransportRef): Promise<ServerTransport> {
  if (module !== undefined) return (await loadTransportModule(module)).server;
  if (isTransportName(transport) || isServerOnly(transport)) return SERVERS[transport];
  throw new BenchError("TRANSPORT_INVALID", `no built-in transport is called "${transport}"`);
}
