import type { ResultMoment, ResultRecording } from "../../../core/result.ts";

type Arrival = Extract<ResultMoment, { kind: "event" }>;

/** Something that reached the client: an answer with its request, or what was pushed. Times from the window's start. */
export interface Exchange {
  /** When it was asked for; absent for what was pushed. */
  readonly fromMs?: number;
  readonly toMs: number;
  readonly events: readonly Arrival[];
}

/** A recording's moments as exchanges, in order. What a request under way at its end brings is not known. */
export function exchangesOf({ moments }: ResultRecording): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let asked: number | undefined;
  let arrived: Arrival[] = [];
  const pushed = (): void => {
    for (const event of arrived) exchanges.push({ toMs: event.atMs, events: [event] });
    arrived = [];
  };
  for (const moment of moments) {
    switch (moment.kind) {
      case "request":
        pushed();
        asked = moment.atMs;
        break;
      case "event":
        arrived.push(moment);
        break;
      case "answer":
        // An answer whose request was sent before the recording knew of it started with the window.
        exchanges.push({ fromMs: asked ?? 0, toMs: moment.atMs, events: arrived });
        arrived = [];
        asked = undefined;
        break;
      case "opened":
      case "lost":
        asked = undefined;
        break;
      default:
        moment satisfies never;
    }
  }
  pushed();
  return exchanges.sort((a, b) => a.toMs - b.toMs);
}
