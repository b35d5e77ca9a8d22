import { expect, it } from "vitest";
import { MAX_SAMPLES, Samples } from "./samples.ts";

it("keeps of each event of the window the latency of one client, each in its turn", () => {
  const samples = new Samples(3);
  samples.setWindow(5, 9);
  for (let id = 4; id <= 9; id++) {
    for (const client of [0, 1, 2]) if (id !== 7) samples.add(client, id, id * 10 + client);
  }
  // Of ids 5 to 8 clients 1, 2, 0, 1; nobody got id 7.
  expect(samples.report()).toEqual({ firstId: 5, samples: [51, 62, -1, 81] });
});

it("keeps of a long window only the first", () => {
  const samples = new Samples(1);
  samples.setWindow(1, MAX_SAMPLES + 10);
  samples.add(0, MAX_SAMPLES, 7);
  samples.add(0, MAX_SAMPLES + 1, 8);
  const kept = samples.report().samples;
  expect([kept.length, kept.at(-1)]).toEqual([MAX_SAMPLES, 7]);
});
