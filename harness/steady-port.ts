import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { ephemeralPorts } from "./limits.ts";

const LOWEST = 10_240;
const HIGHEST = 32_767;
const TRIES = 20;

/**
 * A free port for a server that will leave and come back to it. Below the ports that the system gives to
 * connections: a client that asks for such a port while nobody listens could be given that very port for its own
 * end, would then talk to itself and keep the server from coming back. 0, any free port, where none was found.
 */
export async function steadyPort(host: string): Promise<number> {
  const below = Math.min(HIGHEST, (ephemeralPorts()?.first ?? HIGHEST + 1) - 1);
  if (below <= LOWEST) return 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(LOWEST, below + 1);
    if (await isFree(host, port)) return port;
  }
  return 0;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
