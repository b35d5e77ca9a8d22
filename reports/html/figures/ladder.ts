import type { Result, ResultRecording } from "../../../core/result.ts";
import { grouped } from "../../grouped.ts";
import { capitalised, counted, listed } from "../../names.ts";
import { ABSENT, formatCount, formatNumber } from "../../numbers.ts";
import type { Drawing, Drawn } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import { type Exchange, exchangesOf } from "./exchanges.ts";
import { lane } from "./ladder-lane.ts";

/** With more entries than this only one of each transport is drawn, the first valid one. */
const MOST_LANES = 4;
/** So many events, and requests of one transport, can still be told apart. */
const MOST_EVENTS = 14;
const MOST_REQUESTS = 40;
/** Lengths of the drawn span in ms, the longest that can be read is taken. */
const SPANS = [10_000, 6000, 5000, 4000, 3000, 2000, 1500, 1000, 500, 200, 100, 50, 20] as const;

export interface Recorded extends Drawn {
  readonly recording: ResultRecording;
  readonly exchanges: readonly Exchange[];
}

/** The same few seconds of one client for every transport, from what was recorded in the run. */
export function ladder(drawn: readonly Drawn[], result: Result): Drawing | undefined {
  const recorded = lanesOf(drawn, result);
  if (recorded.length === 0) return undefined;
  const span = spanOf(recorded);
  const link = result.scenario.link;
  const delays = { upMs: link?.delayUpMs ?? 0, downMs: link?.delayDownMs ?? 0 };
  const left = drawn.length - recorded.length;
  return {
    id: "ladder",
    title: "What one client saw",
    conclusion: conclusionOf(recorded, span),
    reading:
      "Time runs down; the left line is the server, the right line one client. A ring on the server’s line is the " +
      "moment when an event was due; the thick stroke from there is how long it waited to be sent. Coloured lines " +
      "carry events to the client, with how late they came beside them. Grey lines are requests and answers that " +
      "brought nothing. A pale bar is a request that the server holds until there is something to say. All lanes " +
      "show the same events. The lines slope a little more than the time they took, so that there and back can be " +
      "told apart." +
      (link === undefined
        ? ""
        : " When a message left or reached the server is drawn by the link’s declared delay: only the client’s side was recorded."),
    drawing: html`<div class="lanes">${recorded.map((each) => lane(each, span, delays))}</div>`,
    table: tableOf(recorded, span),
    ...(left > 0
      ? {
          notes: [
            `Not drawn: ${listed(drawn.filter(({ row }) => !recorded.some((each) => each.row === row)).map(({ series }) => series.name))}.`,
          ],
        }
      : {}),
  };
}

function lanesOf(drawn: readonly Drawn[], { cells }: Result): readonly Recorded[] {
  const recorded = drawn.flatMap((each) => {
    const { row } = each;
    const [recording] = [...row.cells, ...cells.filter(({ id }) => id === row.id)].flatMap(
      (cell) => cell.recording ?? [],
    );
    return recording === undefined ? [] : [{ ...each, recording, exchanges: exchangesOf(recording) }];
  });
  if (recorded.length <= MOST_LANES) return recorded;
  return [...grouped(recorded, ({ row }) => row.transport).values()].map(
    (lanes) => lanes.find(({ series }) => !series.faint) ?? lanes[0]!,
  );
}

/** The longest span that was recorded for all of them and in which things can be told apart. */
function spanOf(recorded: readonly Recorded[]): number {
  const whole = Math.min(...recorded.map(({ recording }) => recording.untilMs));
  const readable = (span: number): boolean =>
    recorded.every(
      ({ exchanges }) =>
        exchanges.filter(({ toMs }) => toMs < span).length <= MOST_REQUESTS &&
        dueWithin(exchanges, span).length <= MOST_EVENTS,
    );
  return SPANS.find((span) => span <= whole && readable(span)) ?? Math.min(whole, SPANS.at(-1)!);
}

/** Events that were due inside the span, by id. */
const dueWithin = (exchanges: readonly Exchange[], span: number) =>
  exchanges.flatMap(({ events }) => events).filter(({ dueMs }) => dueMs >= 0 && dueMs < span);

const seconds = (ms: number): string => (ms >= 1000 ? `${ms / 1000} s` : `${formatNumber(ms)} ms`);

function conclusionOf(recorded: readonly Recorded[], span: number): string {
  const valid = recorded.filter(({ series }) => !series.faint);
  if (valid.length === 0) return "Only invalid cells.";
  return `In the first ${seconds(span)} of the window ${valid.map((each) => story(each, span)).join("; ")}.`;
}

function story({ row, exchanges }: Recorded, span: number): string {
  const due = dueWithin(exchanges, span);
  const inside = exchanges.filter(({ toMs }) => toMs >= 0 && toMs < span);
  const asked = inside.filter(({ fromMs }) => fromMs !== undefined);
  const empty = asked.filter(({ events }) => events.length === 0).length;
  const waits = due.map(({ atMs, dueMs }) => atMs - dueMs);
  const requests =
    asked.length === 0
      ? "without a request"
      : `for ${counted(asked.length, "request")}${empty === 0 ? "" : `, ${empty} of them in vain`}`;
  if (waits.length === 0) return `${row.name} brought nothing ${requests}`;
  return `${row.name} brought ${counted(waits.length, "event")} ${requests}, at worst ${formatNumber(Math.max(...waits))} ms late`;
}

function tableOf(recorded: readonly Recorded[], span: number): Drawing["table"] {
  const due = new Map(
    recorded.flatMap(({ exchanges }) => dueWithin(exchanges, span).map(({ id, dueMs }) => [id, dueMs])),
  );
  const late = recorded.map(
    ({ exchanges }) =>
      new Map(exchanges.flatMap(({ events }) => events.map(({ id, atMs, dueMs }) => [id, atMs - dueMs]))),
  );
  const counts = (what: string, count: (exchange: Exchange) => boolean): readonly Content[] => [
    what,
    ABSENT,
    ...recorded.map(({ exchanges }) =>
      formatCount(exchanges.filter((each) => each.toMs >= 0 && each.toMs < span && count(each)).length),
    ),
  ];
  return {
    head: [
      "Event",
      "Due, ms",
      ...recorded.map(({ series }) => html`${key(series)}${capitalised(series.name)}, ms later`),
    ],
    lines: [
      ...[...due]
        .sort(([, a], [, b]) => a - b)
        .map(([id, dueMs]): readonly Content[] => [
          `event ${id}`,
          formatNumber(dueMs),
          ...late.map((lane) => {
            const ms = lane.get(id);
            return ms === undefined ? ABSENT : formatNumber(ms);
          }),
        ]),
      counts("requests answered", ({ fromMs }) => fromMs !== undefined),
      counts("of them empty", ({ fromMs, events }) => fromMs !== undefined && events.length === 0),
    ],
  };
}
