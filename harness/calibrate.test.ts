import { expect, it } from "vitest";
import { calibrate } from "./calibrate.ts";

it("measures a round of the CPU's loop and a round trip over loopback", async () => {
  const found = await calibrate(new AbortController().signal);
  expect(Object.keys(found ?? {}).toSorted()).toEqual(["cpuNsPerRound", "loopbackP50Ms", "loopbackP99Ms"]);
  expect(found?.cpuNsPerRound).toBeGreaterThan(0);
  expect(found?.loopbackP99Ms).toBeGreaterThanOrEqual(found?.loopbackP50Ms ?? Number.POSITIVE_INFINITY);
});

it("is over at once when nobody waits for it any more", async () => {
  await expect(calibrate(AbortSignal.abort())).rejects.toThrow("aborted");
});
