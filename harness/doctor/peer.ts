/** Process entry: the other process of `bench doctor`. Tells the time when asked, and echoes bytes on a socket. */
import { becomeChild } from "../../core/child.ts";
import { hostClock } from "../../core/clock.ts";
import { startEcho } from "./echo.ts";
import type { FromPeer } from "./peer-process.ts";

const clock = hostClock();
const { say } = becomeChild<FromPeer>();

process.on("message", () => say({ type: "moment", at: clock.now() }));
const { port } = await startEcho();
say({ type: "ready", port });
