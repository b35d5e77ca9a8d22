import type { Comparison } from "../../core/comparison.ts";

/** What a caller knows and a comparison does not; formats that are files ignore it. */
export interface OutputOptions {
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly colour: boolean;
  /** Whether inconclusive and incomparable fail the command. */
  readonly strict?: boolean;
}

/** A way of writing a comparison down. */
export interface OutputFormat {
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** What it is, for `--help`. */
  readonly description: string;
  render(comparison: Comparison, options: OutputOptions): string;
}
