/** The colours a series can have: one per transport the project knows, and a palette for others. */
export type Tone =
  | "polling"
  | "long-polling"
  | "sse"
  | "websocket"
  | "other-1"
  | "other-2"
  | "other-3"
  | "other-4";

/** The marks a series can have, by their chart.js names. */
export type Shape = "rect" | "triangle" | "rectRot" | "circle" | "star" | "crossRot";

/** How one row of the result looks in every chart: never by colour alone. */
export interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly shape: Shape;
  /** Lengths of dashes and gaps; empty for a solid line. */
  readonly dash: readonly number[];
  /** Drawn pale: its cells are invalid. */
  readonly faint: boolean;
}

/** A point, with bounds where the result has intervals. */
export interface ScatterPoint {
  readonly series: Series;
  readonly x: number;
  readonly y: number;
  readonly xBounds?: readonly [low: number, high: number];
  readonly yBounds?: readonly [low: number, high: number];
}

/** `null` interrupts the line. */
export type LinePoint = readonly [x: number, y: number | null];

export interface Line {
  readonly series: Series;
  readonly points: readonly LinePoint[];
}

/** A line over a swept parameter, with the interval of each point that has one. */
export interface SweptLine extends Line {
  readonly bounds: readonly (readonly [low: number, high: number] | null)[];
}

export interface Bar {
  readonly series: Series;
  /** One length per part. */
  readonly values: readonly number[];
}

/** What the page's script draws. Plain data: it stands in the page as JSON. */
export type ChartView =
  | {
      readonly kind: "scatter";
      readonly xTitle: string;
      readonly yTitle: string;
      readonly points: readonly ScatterPoint[];
      /** Corners of the line round what nothing beats in both. */
      readonly frontier: readonly (readonly [x: number, y: number])[];
      /** Lines through the points of one transport where a parameter of it was swept. */
      readonly curves: readonly Line[];
    }
  | {
      readonly kind: "sweep";
      readonly xTitle: string;
      readonly yTitle: string;
      readonly lines: readonly SweptLine[];
      /** Where two lines change places: somewhere between two measured values. */
      readonly bands: readonly { readonly from: number; readonly to: number; readonly name: string }[];
    }
  | { readonly kind: "percentiles"; readonly yTitle: string; readonly lines: readonly Line[] }
  | {
      readonly kind: "bars";
      readonly xTitle: string;
      readonly parts: readonly string[];
      /** What stands at the end of each bar; by default the sum of its parts. */
      readonly ends?: readonly string[];
      /** Where the axis ends; by default where the longest bar does. */
      readonly max?: number;
      readonly bars: readonly Bar[];
    }
  | {
      readonly kind: "timeline";
      readonly yTitle: string;
      readonly log: boolean;
      /** Length of the window in seconds; it starts at second 0. */
      readonly window: number;
      /** Seconds that one point stands for. */
      readonly interval: number;
      /** Points stand in the middle of their interval. */
      readonly lines: readonly Line[];
    };

/** Every chart of the page by the id of its canvas. */
export type PageView = Readonly<Record<string, ChartView>>;
