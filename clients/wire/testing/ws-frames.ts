import { createRequire } from "node:module";
import type { Writable } from "node:stream";

// The receiver of `ws` is exported but has no types.
const { Receiver } = createRequire(import.meta.url)("ws") as {
  Receiver: new (options: { isServer: boolean; maxPayload?: number }) => Writable;
};

/** What a frame reader told, in order; "refused" last where it threw. */
export type FrameEvent = readonly [kind: string, ...details: (string | number)[]];

/** What the reader of `ws` makes of these bytes. */
export function wsReads(
  bytes: Uint8Array,
  options: { isServer?: boolean; maxPayload?: number } = {},
): Promise<FrameEvent[]> {
  return new Promise((resolve) => {
    const events: FrameEvent[] = [];
    const receiver = new Receiver({ isServer: false, ...options });
    receiver.on("message", (data: Buffer, isBinary: boolean) => {
      events.push([isBinary ? "binary" : "text", data.toString("latin1")]);
    });
    receiver.on("ping", (data: Buffer) => events.push(["ping", data.toString("latin1")]));
    receiver.on("pong", (data: Buffer) => events.push(["pong", data.toString("latin1")]));
    receiver.on("conclude", (code: number, reason: Buffer) => {
      events.push(["close", code, reason.toString()]);
      resolve(events);
    });
    receiver.on("error", () => {
      events.push(["refused"]);
      resolve(events);
    });
    receiver.write(bytes, (error) => {
      if (!error) resolve(events);
    });
  });
}
