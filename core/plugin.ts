import { pathToFileURL } from "node:url";
import { BenchError } from "./errors.ts";
import type { ClientTransport, ServerTransport } from "./transport.ts";

/** What a module exports to stand in a scenario as a transport. */
export interface TransportModule {
  readonly server: ServerTransport;
  /** A client half of its own, or the name of the built-in one that speaks the same protocol. */
  readonly client: ClientTransport | string;
}

/**
 * Loads someone else's transport. Throws `TRANSPORT_INVALID` with what is missing; the module's code runs
 * with the caller's rights, as anything a person names on a command line does.
 */
export async function loadTransportModule(path: string): Promise<TransportModule> {
  let loaded: Partial<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(path).href)) as typeof loaded;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchError("TRANSPORT_INVALID", `cannot load the transport module ${path}: ${reason}`, {
      hint: "it must be JavaScript that this Node can import (.mjs, or .js in an ESM package)",
      cause,
    });
  }
  const { server, client } = loaded;
  if (!isHalf(server))
    throw incomplete(path, "server", "an object with `name` and `create(context, params)`");
  if (typeof client !== "string" && !isHalf(client)) {
    throw incomplete(path, "client", "the same, or the name of a built-in transport");
  }
  return { server: server as ServerTransport, client: client as ClientTransport | string };
}

function isHalf(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { name?: unknown }).name === "string" &&
    typeof (value as { create?: unknown }).create === "function"
  );
}

function incomplete(path: string, part: string, expected: string): BenchError {
  return new BenchError("TRANSPORT_INVALID", `the transport module ${path} exports no usable \`${part}\``, {
    hint: `export const ${part}: ${expected}`,
  });
}
