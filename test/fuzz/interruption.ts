/** What a handler does when it hears of something, besides noting it. */
export interface Interruption {
  /** The call, counted from 0. */
  readonly at: number;
  readonly by: "reset" | "throw";
}

/** Thrown by the handler where the input says so. */
export const NOT_TAKEN = new Error("not taken");
