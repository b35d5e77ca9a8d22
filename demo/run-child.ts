import { becomeChild } from "../core/child.ts";

/**
 * Makes this process a child of the demo: it answers messages, and leaves when told to or with its parent.
 *
 * @param create takes how to speak; returns what to do on each message
 */
export function runChild<To extends { type: string }, From extends { type: string }>(
  create: (say: (message: From) => void) => {
    handle(message: Exclude<To, { type: "stop" }>): Promise<void> | void;
    stop(): Promise<void>;
  },
): void {
  const { say, fail } = becomeChild<From>();
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
