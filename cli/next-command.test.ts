import { expect, it } from "vitest";
import { invalid, sampleResult, THREE, WEBSOCKET } from "../reports/testing/sample-result.ts";
import { nextCommand } from "./next-command.ts";

it.each([
  // [what came of the run, its result, what is worth trying]
  ["was whole", sampleResult(), /^bench run quick --clients 5 --repeat 6 --netns {3}\(/],
  ["had intervals", sampleResult({ blocks: 6 }), /^bench serve polling {3}\(/],
  ["ended early", sampleResult({ aborted: true }), /^bench run quick --clients 5 --netns$/],
  [
    "has an invalid cell",
    sampleResult({ entries: [...THREE.slice(0, 2), invalid(WEBSOCKET, "busy")] }),
    /^bench doctor {3}\(/,
  ],
] as const)("after a run that %s", (_, result, next) => {
  expect(nextCommand("quick", { clients: "5" }, ["--netns"], result)).toMatch(next);
});
