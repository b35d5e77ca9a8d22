/** What the page reads of an event. */
export interface Arrived {
  readonly seq: number;
  /** When the event was due, in ns since its stream's start. */
  readonly at: number;
}

/** Reads one event; `undefined` for whatever is none. */
export function readEnvelope(text: string): Arrived | undefined {
  return asEvent(parse(text));
}

/** Reads an answer to a poll, an array of events; `undefined` when it is none or one of its items is no event. */
export function readAnswer(text: string): readonly Arrived[] | undefined {
  const items = parse(text);
  if (!Array.isArray(items)) return undefined;
  const events = items.map(asEvent);
  return events.every((event) => event !== undefined) ? events : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asEvent(value: unknown): Arrived | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { seq, at } = value as { seq?: unknown; at?: unknown };
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return undefined;
  if (typeof at !== "number" || !Number.isFinite(at)) return undefined;
  return { seq, at };
}
