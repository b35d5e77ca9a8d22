/**
 * Bencher Metric Format: benchmarks by name, measures by name, a value and optional bounds each. After the JSON
 * Schema that Bencher publishes at https://bencher.dev/bmf.json; its reference adds that a benchmark's name has at
 * most 1,024 characters and a measure's 64. Stricter than the original, which lets unknown keys pass.
 */
export const BMF_SCHEMA = {
  type: "object",
  additionalProperties: false,
  patternProperties: {
    "^[\\s\\S]{1,1024}$": {
      type: "object",
      additionalProperties: false,
      patternProperties: {
        "^[\\s\\S]{1,64}$": {
          type: "object",
          additionalProperties: false,
          required: ["value"],
          properties: {
            value: { type: "number" },
            lower_value: { type: "number" },
            upper_value: { type: "number" },
          },
        },
      },
    },
  },
} as const;

/**
 * What github-action-benchmark takes as customSmallerIsBetter and customBiggerIsBetter: after the README of
 * github.com/benchmark-action/github-action-benchmark. `range` is a text of which the action reads a number after
 * the sign (its src/extractRangeInfo.ts), `extra` shows in a tooltip.
 */
export const ACTION_BENCHMARK_SCHEMA = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name", "unit", "value"],
    properties: {
      name: { type: "string", minLength: 1 },
      unit: { type: "string" },
      value: { type: "number" },
      range: { type: "string", pattern: "^± \\d+(\\.\\d+)?(e[+-]\\d+)?$" },
      extra: { type: "string" },
    },
  },
} as const;
