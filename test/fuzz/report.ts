import type { FuzzResult, Tally } from "./fuzz.ts";
import { bytesOf, type Finding, type Input } from "./target.ts";

const whole = (value: number): string => Math.round(value).toLocaleString("en-GB");

const rate = ({ inputs, seconds }: Tally): string => `${whole(inputs / Math.max(seconds, 0.001))} inputs/s`;

/** How far a run is, in one line. */
export function progressLine(name: string, tally: Tally): string {
  const { inputs, refused } = tally;
  return `${name}: ${whole(inputs)} inputs, ${whole(refused)} refused, ${rate(tally)}`;
}

/** What a run that found nothing did. */
export function summary(name: string, tally: Tally, stricter: ReadonlyMap<string, number>): string {
  const { inputs, accepted, refused, sampled, bytes, seconds, slowest } = tally;
  const lines = [
    `${name}: ${whole(inputs)} inputs (${whole(bytes / 1e6)} MB) in ${seconds.toFixed(1)} s, ${rate(tally)}`,
    `  accepted ${whole(accepted)}, refused ${whole(refused)}, slow reference asked ${whole(sampled)} times`,
    `  slowest input ${slowest.milliseconds.toFixed(1)} ms (index ${slowest.index})`,
  ];
  if (stricter.size > 0) lines.push("  stricter than the reference, by decision:");
  for (const [reason, times] of [...stricter].toSorted((a, b) => b[1] - a[1])) {
    lines.push(`    ${whole(times).padStart(9)}  ${reason}`);
  }
  return lines.join("\n");
}

/** A failure in full: how to see it again, the input, and what was made of it. */
export function failureText(
  name: string,
  seed: number,
  failure: NonNullable<FuzzResult["failure"]>,
  smallest: { readonly input: Input; readonly finding: Finding } | undefined,
): string {
  const { index, input } = failure;
  const shown = smallest ?? failure;
  const { text, cuts, ...rules } = shown.input;
  return [
    `${name}: ${shown.finding.what} (seed ${seed}, index ${index})`,
    smallest === undefined
      ? `it needs the inputs before it: --target ${name} --seed ${seed} --count ${index + 1}`
      : `again: --target ${name} --seed ${seed} --from ${index} --count 1`,
    `input: ${text.length} of ${input.text.length} bytes, read ${cuts.length === 0 ? "whole" : `up to ${cuts.join(", ")}, then to the end`}; ${JSON.stringify(rules)}`,
    `  ${escaped(text)}`,
    `  hex ${bytesOf(shown.input).toString("hex")}`,
    `ours:     ${shown.finding.ours}`,
    `expected: ${shown.finding.expected}`,
  ].join("\n");
}

/** Bytes as a string literal. */
export function escaped(text: string): string {
  const named: Readonly<Record<string, string>> = {
    "\r": "\\r",
    "\n": "\\n",
    "\t": "\\t",
    "\\": "\\\\",
    '"': '\\"',
  };
  const escapedText = text.replace(
    /["\\]|[^ -~]/g,
    (byte) => named[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escapedText}"`;
}
