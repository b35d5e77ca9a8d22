import { type ErrorData, toErrorData } from "./errors.ts";

/** What a child says of a fault, its last words. */
export interface Failed {
  readonly type: "failed";
  readonly error: ErrorData;
}

/** How a child speaks to who forked it. */
export interface Voice<From> {
  say(message: From | Failed): void;
  /** Says what went wrong and leaves: a process that lingers after a fault helps no one. */
  fail(error: unknown): void;
}

/**
 * Makes this process a child that does not outlive who forked it: it leaves when the channel closes, leaves signals
 * of the terminal to its parent, and tells it of a fault that nobody caught before it ends.
 */
export function becomeChild<From extends { readonly type: string }>(): Voice<From> {
  const say = (message: From | Failed): void => {
    if (process.connected) process.send?.(message);
  };
  const fail = (error: unknown): void => {
    say({ type: "failed", error: toErrorData(error) });
    // The message above leaves first.
    setImmediate(() => process.exit(1));
  };
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.on("disconnect", () => process.exit(0));
  // A parent that died while this process started is not heard of any more.
  if (!process.connected) process.exit(0);
  return { say, fail };
}
