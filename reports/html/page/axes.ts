import type { Scale, ScaleOptionsByType } from "chart.js";
import { formatNumber } from "../../numbers.ts";
import type { Theme } from "./theme.ts";

type LinearOptions = ScaleOptionsByType<"linear">;
type LogOptions = ScaleOptionsByType<"logarithmic">;

interface AxisOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly min?: number;
  readonly max?: number;
  readonly grid?: boolean;
}

const common = ({ theme, title, min, max, grid = true }: AxisOptions) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  border: { color: theme.rule },
  grid: { color: theme.rule, drawTicks: false, display: grid },
  title: { display: true, text: title, color: theme.muted, font: { size: 12 } },
});

/** Digits of an axis label: `0.5`, `200`, `1,000`. */
const tick = (value: number): string =>
  value < 0
    ? `−${tick(-value)}`
    : value >= 1 || value === 0
      ? Number(value.toPrecision(3)).toLocaleString("en")
      : String(Number(value.toPrecision(2)));

/** A linear axis from zero. */
export function linear(options: AxisOptions) {
  return {
    ...common(options),
    type: "linear",
    beginAtZero: true,
    ticks: {
      color: options.theme.muted,
      padding: 6,
      maxTicksLimit: 6,
      callback: (value) => tick(Number(value)),
    },
  } as const satisfies DeepPartial<LinearOptions> & { type: "linear" };
}

/** A logarithmic axis with labels at the decades, and between them where there are few. */
export function logarithmic(options: AxisOptions) {
  return {
    ...common(options),
    type: "logarithmic",
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = decadeTicks(scale.min, scale.max).map((value) => ({ value }));
    },
    ticks: {
      color: options.theme.muted,
      padding: 6,
      autoSkip: false,
      callback: (value) => tick(Number(value)),
    },
  } as const satisfies DeepPartial<LogOptions> & { type: "logarithmic" };
}

/** A logarithmic axis that is labelled at the values that were measured, as far as they lie apart. */
export function exactly(values: readonly number[], options: AxisOptions) {
  const { min, max } = roomRound(values, 1);
  const apart = (max / min) ** (1 / 9);
  const labelled: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const last = labelled.at(-1);
    if (last === undefined || value / last >= apart) labelled.push(value);
  }
  return {
    ...logarithmic(options),
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = labelled.map((value) => ({ value }));
    },
  } as const;
}

/** An axis of 1/(1−p) that is labelled with percentiles. */
export function percentileAxis(options: AxisOptions) {
  const labels = new Map([
    [1, "0"],
    [2, "50"],
    [10, "90"],
    [100, "99"],
    [1000, "99.9"],
    [10_000, "99.99"],
  ]);
  return {
    ...logarithmic(options),
    afterBuildTicks: (scale: Scale) => {
      const inside = [...labels.keys()].filter((value) => value <= scale.max);
      scale.ticks = inside.map((value) => ({ value }));
    },
    ticks: {
      color: options.theme.muted,
      padding: 6,
      autoSkip: false,
      callback: (value: number | string) => labels.get(Number(value)) ?? "",
    },
  } as const;
}

/** The bounds of a logarithmic axis that leave room round its values. */
export function roomRound(values: readonly number[], factor: number): { min: number; max: number } {
  const positive = values.filter((value) => value > 0);
  return { min: Math.min(...positive) / factor, max: Math.max(...positive) * factor };
}

function decadeTicks(min: number, max: number): readonly number[] {
  const decades = Math.log10(max / min);
  const steps = decades > 2.5 ? [1] : decades > 1.6 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(3));
      if (value >= min && value <= max) ticks.push(value);
    }
  }
  return ticks;
}

/** What a tooltip says of a value. */
export const said = (value: number, unit: string): string => `${formatNumber(value)} ${unit}`;

type DeepPartial<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;
