import { expect, it } from "vitest";
import { LINK_PROFILE_NAMES, profileLink } from "./link-profiles.ts";

it.each(LINK_PROFILE_NAMES)("the profile %s is a link that a relay can be", (name) => {
  const { profile, delayUpMs, delayDownMs, jitterMs, upBps = 0, downBps = 0, stalls } = profileLink(name);
  expect(profile).toBe(name);
  // Nothing can arrive before it was sent.
  expect(jitterMs).toBeLessThanOrEqual(Math.min(delayUpMs, delayDownMs));
  expect(upBps).toBeGreaterThan(0);
  // Networks for people carry no less towards them.
  expect(downBps).toBeGreaterThanOrEqual(upBps);
  expect(stalls).toEqual([]);
});

it("a round trip over crowded wireless takes more than 100 ms one time in ten, as was measured", () => {
  const { delayUpMs, delayDownMs, jitterMs } = profileLink("bad-wifi");
  const longest = delayUpMs + delayDownMs + 2 * jitterMs;
  // The sum of two uniforms of width w exceeds longest − x with probability x² ÷ 2w².
  expect((longest - 100) ** 2 / (2 * (2 * jitterMs) ** 2)).toBeCloseTo(0.1, 2);
});
