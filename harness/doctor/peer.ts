/** Process entry: the other process of `bench doctor`. Tells the time when asked, and echoes bytes on a socket. */
import { hostClock } from "../../core/clock.ts";
import { startEcho } from "./echo.ts";
import type { FromPeer } from "./peer-process.ts";

const clock = hostClock();

function say(message: FromPeer): void {
  if (process.connected) process.send?.(message);
}

// Signals from the terminal are for who started this; it leaves when the channel closes.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit(0));
// It may have closed before anyone listened.
if (!process.connected) process.exit(0);
process.on("message", () => say({ type: "moment", at: clock.now() }));

try {
  const { port } = await startEcho();
  say({ type: "ready", port });
} catch (error) {
  say({ type: "failed", message: error instanceof Error ? error.message : String(error) });
}
