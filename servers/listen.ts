import { setTimeout as delay } from "node:timers/promises";
import type { ServerHalf } from "../core/transport.ts";
import type { Milliseconds } from "../core/units.ts";

/** How long a port may take to be free again after the process that had it was killed, and how often to look. */
const PATIENCE_MS: Milliseconds = 2000;
const RETRY_MS: Milliseconds = 50;

/**
 * Listens on an address that a killed server had: as long as it is still taken, tries again, for two seconds;
 * then it fails as listening does.
 */
export async function listenAgain(
  half: Pick<ServerHalf, "listen">,
  address: { readonly host: string; readonly port: number },
  sleep: (ms: Milliseconds) => Promise<unknown> = delay,
): Promise<{ readonly url: string }> {
  for (let waited = 0; ; waited += RETRY_MS) {
    try {
      return await half.listen(address);
    } catch (error) {
      if (waited >= PATIENCE_MS || !isTaken(error)) throw error;
    }
    await sleep(RETRY_MS);
  }
}

/** Whether an address is in use, by an error or what caused it. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as NodeJS.ErrnoException).code === "EADDRINUSE" || isTaken(error.cause);
}
