import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { HOSTILE, invalid, POLLING, sampleResult, THREE } from "./sample-result.ts";

describe("the sample result", () => {
  test.each([
    ["three transports", sampleResult()],
    ["six blocks", sampleResult({ blocks: 6 })],
    ["an invalid cell", sampleResult({ entries: [invalid(POLLING, "too busy"), ...THREE.slice(1)] })],
    ["an aborted run", sampleResult({ aborted: true })],
    ["a hostile name", sampleResult({ name: HOSTILE })],
  ])("keeps the published schema with %s", (_what, result) => {
    expect([...Value.Errors(ResultSchema, result)]).toEqual([]);
  });

  test("is the same on every call", () => {
    expect(sampleResult()).toEqual(sampleResult());
  });
});
