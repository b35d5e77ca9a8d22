import { CAPS, type ToDemo } from "./protocol.ts";
import { numberIn, Refusal } from "./settings.ts";

/** What a message of a page turned out to be. */
export type Read =
  | { readonly kind: "command"; readonly command: ToDemo }
  | { readonly kind: "refused"; readonly n: number; readonly message: string }
  /** Nothing that a page of ours sends. */
  | { readonly kind: "nonsense" };

type Fields = Readonly<Record<string, unknown>>;

/** Reads one message of the control channel; `settings` of a `set` are looked at where they are applied. */
export function readCommand(text: string): Read {
  const fields = objectIn(text);
  if (fields === undefined) return { kind: "nonsense" };
  if (fields.type === "clock") {
    return typeof fields.sent === "number"
      ? { kind: "command", command: { type: "clock", sent: fields.sent } }
      : { kind: "nonsense" };
  }
  const { n } = fields;
  if (!Number.isSafeInteger(n)) return { kind: "nonsense" };
  try {
    return { kind: "command", command: numbered(fields, n as number) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", n: n as number, message: error.message };
    throw error;
  }
}

function numbered(fields: Fields, n: number): ToDemo {
  switch (fields.type) {
    case "set":
      return { type: "set", n, settings: (fields.settings ?? {}) as Record<never, never> };
    case "fire":
      return {
        type: "fire",
        n,
        events: numberIn("events", fields.events, CAPS.fireEvents),
        inMs: numberIn("inMs", fields.inMs, CAPS.fireInMs, "real"),
        gapMs: numberIn("gapMs", fields.gapMs, CAPS.fireGapMs, "real"),
      };
    case "drop":
      return { type: "drop", n, forMs: numberIn("forMs", fields.forMs, CAPS.outageMs, "real") };
    case "stall":
      return { type: "stall", n, forMs: numberIn("forMs", fields.forMs, CAPS.stallMs, "real") };
    case "restore":
    case "count":
      return { type: fields.type, n };
    default:
      throw new Refusal(`there is no command of that name: ${String(fields.type).slice(0, 40)}`);
  }
}

function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}
