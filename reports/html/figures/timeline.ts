import type { Result, ResultTimeline } from "../../../core/result.ts";
import { listed } from "../../names.ts";
import { ABSENT, formatCount, formatNumber } from "../../numbers.ts";
import { median, type Row } from "../../rows.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import { thinned } from "../thin.ts";
import type { ChartView, Line, LinePoint } from "../view.ts";

type Reading = (timeline: ResultTimeline) => readonly (number | null)[];

/** A row's line; its points stand where their interval starts. */
interface Course extends Drawn, Line {
  /** Seconds. */
  readonly interval: number;
}

/** The measured time in seconds. */
const windowOf = ({ scenario }: Result): number => scenario.phases.measureMs / 1000;

/** Median latency second by second. */
export function latencyOverTime(drawn: readonly Drawn[], result: Result): Figure | undefined {
  const window = windowOf(result);
  const courses = coursesOf(drawn, ({ latencyP50Ms }) => latencyP50Ms);
  if (courses.length === 0) return undefined;
  return {
    id: "latency-over-time",
    title: "Latency over time",
    conclusion: ranges(courses, window, formatNumber, {
      opening: "From second to second the median stayed within",
      unit: " ms",
      link: "for",
    }),
    reading:
      "The median latency of the events delivered in each second. What is shaded lies outside the window: it is " +
      "shown here and left out of every other figure. A level line is a steady run; a climb says that something is " +
      "filling up. A gap is a second without events.",
    chart: chartOf(courses, window, "median latency, ms", true),
    table: tableOf(courses, window, formatNumber),
  };
}

/** Deliveries second by second. */
export function deliveriesOverTime(drawn: readonly Drawn[], result: Result): Figure | undefined {
  const window = windowOf(result);
  const courses = coursesOf(drawn, ({ eventsDelivered, intervalMs }) =>
    eventsDelivered.map((count) => (count === null ? null : (count * 1000) / intervalMs)),
  );
  if (courses.length === 0) return undefined;
  return {
    id: "deliveries-over-time",
    title: "Deliveries over time",
    conclusion: ranges(courses, window, whole, {
      opening: "All clients together received",
      unit: " events a second",
      link: "with",
    }),
    reading:
      "Events delivered in each second to all clients together. Every transport carries the same stream, so the " +
      "lines rise and fall together; polling follows up to one interval late. A transport that falls behind the " +
      "others for good cannot keep up.",
    chart: chartOf(courses, window, "deliveries per second", false),
    table: tableOf(courses, window, whole),
  };
}

/** How long the server's event loop was held up, second by second. */
export function loopDelayOverTime(drawn: readonly Drawn[], result: Result): Figure | undefined {
  const window = windowOf(result);
  const courses = coursesOf(drawn, ({ serverLoopDelayMs = [] }) => serverLoopDelayMs);
  if (courses.length === 0) return undefined;
  return {
    id: "loop-delay-over-time",
    title: "Server loop delay over time",
    conclusion: ranges(courses, window, formatNumber, {
      opening: "The server’s event loop was held up by",
      unit: " ms",
      link: "with",
    }),
    reading:
      "How late the server’s event loop ran its timers, the 99th percentile of each second of the window. A loop " +
      "that is late for one thing is late for everything: what is seen here is in every latency above. On a busy " +
      "machine it is also the other processes’ doing; a spike in one transport alone is its own.",
    chart: chartOf(courses, window, "loop delay p99, ms", true),
    table: tableOf(courses, window, formatNumber),
  };
}

function coursesOf(drawn: readonly Drawn[], read: Reading): readonly Course[] {
  return drawn.flatMap(({ row, series }): readonly Course[] => {
    const points = courseOf(row, read);
    return points.some(([, value]) => value !== null)
      ? [{ row, series, points, interval: (row.cells[0]?.timeline.intervalMs ?? 1000) / 1000 }]
      : [];
  });
}

const whole = (value: number): string => formatCount(Math.round(value));

/** One line per row: interval by interval the median over its blocks. */
function courseOf(row: Row, read: Reading): readonly LinePoint[] {
  const moments = new Map<number, number[]>();
  for (const { timeline } of row.cells) {
    for (const [index, value] of read(timeline).entries()) {
      const second = (timeline.startMs + index * timeline.intervalMs) / 1000;
      const values = moments.get(second) ?? [];
      if (value !== null) values.push(value);
      moments.set(second, values);
    }
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .map(([second, values]) => {
      const middle = median(values);
      return [second, middle === undefined ? null : Number(middle.toPrecision(4))];
    });
}

/** What the page's script needs of them, and no more. */
function chartOf(courses: readonly Course[], window: number, yTitle: string, log: boolean): ChartView {
  const lines = courses.map(({ series, points, interval }): Line => {
    const middles = points.map(([second, value]): LinePoint => [second + interval / 2, value]);
    return { series, points: thinned(middles) };
  });
  return { kind: "timeline", yTitle, log, window, interval: courses[0]!.interval, lines };
}

/** The range of every line inside the window; lines with the same range share a mention. */
function ranges(
  courses: readonly Course[],
  window: number,
  format: (value: number) => string,
  words: { readonly opening: string; readonly unit: string; readonly link: string },
): string {
  const names = new Map<string, string[]>();
  for (const { row, series, points } of courses) {
    const values = points.flatMap(([second, value]) =>
      second < 0 || second >= window || value === null ? [] : [value],
    );
    if (series.faint || values.length === 0) continue;
    const [low, high] = [Math.min(...values), Math.max(...values)].map(format);
    const range = `${low === high ? low : `${low} to ${high}`}${words.unit}`;
    names.set(range, [...(names.get(range) ?? []), row.name]);
  }
  const said = [...names].map(([range, rows]) => `${range} ${words.link} ${listed(rows)}`);
  return said.length === 0 ? "Nothing valid fell into the window." : `${words.opening} ${listed(said)}.`;
}

function tableOf(
  courses: readonly Course[],
  window: number,
  format: (value: number) => string,
): Figure["table"] {
  const seconds = [...new Set(courses.flatMap(({ points }) => points.map(([second]) => second)))];
  const byCourse = courses.map(({ points }) => new Map(points));
  return {
    head: ["Second", ...courses.map(({ series }) => html`${key(series)}${series.name}`)],
    lines: seconds
      .sort((a, b) => a - b)
      .map((second): readonly Content[] => [
        `${second < 0 ? "−" : ""}${Math.abs(second)}${phaseOf(second, window)}`,
        ...byCourse.map((values) => {
          const value = values.get(second);
          return value === undefined || value === null ? ABSENT : format(value);
        }),
      ]),
  };
}

const phaseOf = (second: number, window: number): string =>
  second < 0 ? " (warm-up)" : second >= window ? " (drain)" : "";
