import { toErrorData } from "../core/errors.ts";

/**
 * Makes this process a child of the demo: it answers messages, leaves when told to or when its parent is gone, and
 * leaves signals of the terminal to that.
 *
 * @param create takes how to speak; returns what to do on each message
 */
export function runChild<To extends { type: string }, From extends { type: string }>(
  create: (say: (message: From) => void) => {
    handle(message: Exclude<To, { type: "stop" }>): Promise<void> | void;
    stop(): Promise<void>;
  },
): void {
  const say = (message: From | { type: "failed"; error: unknown }): void => {
    if (process.connected) process.send?.(message);
  };
  const fail = (error: unknown): void => {
    say({ type: "failed", error: toErrorData(error) });
    setImmediate(() => process.exit(1));
  };
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.on("disconnect", () => process.exit(0));
  if (!process.connected) process.exit(0);

  const body = create(say);
  // One after the other, in the order in which they were sent.
  let last = Promise.resolve();
  process.on("message", (message) => {
    const asked = message as To;
    last = last
      .then(() =>
        asked.type === "stop"
          ? body.stop().then(() => process.disconnect())
          : body.handle(asked as Exclude<To, { type: "stop" }>),
      )
      .catch(fail);
  });
}
