import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { CHECKABLE, LINK, linked } from "./checkable-entries.ts";
import { HOSTILE, invalid, POLLING, sampleResult, THREE } from "./sample-result.ts";

describe("the sample result", () => {
  test.each([
    ["three transports", sampleResult()],
    ["six blocks", sampleResult({ blocks: 6 })],
    ["an invalid cell", sampleResult({ entries: [invalid(POLLING, "too busy"), ...THREE.slice(1)] })],
    ["an aborted run", sampleResult({ aborted: true })],
    [
      "theory, a link and a fault",
      sampleResult({
        entries: CHECKABLE.map(linked),
        link: LINK,
        faults: [{ fault: "server-stall", atMs: 2000, forMs: 1000 }],
        netns: true,
      }),
    ],
    ["a hostile name", sampleResult({ name: HOSTILE })],
  ])("keeps the published schema with %s", (_what, result) => {
    expect([...Value.Errors(ResultSchema, result)]).toEqual([]);
  });

  test("is the same on every call", () => {
    expect(sampleResult()).toEqual(sampleResult());
  });
});
