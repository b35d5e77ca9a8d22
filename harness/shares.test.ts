import { describe, expect, it } from "vitest";
import { sharesOf, spread } from "./shares.ts";
import { LINK } from "./testing/sample-reports.ts";

describe("the shares of a cell's clients", () => {
  it.each([
    [1, 1], // one client
    [10, 3], // an uneven split
    [3, 3],
  ])("%d clients over %d workers leave none out and none twice", (clients, workers) => {
    const all = spread(clients, workers).flatMap((share) =>
      Array.from({ length: share.clients }, (_, i) => share.firstClient + i),
    );
    expect(all).toEqual(Array.from({ length: clients }, (_, i) => i));
  });

  it("need no relay without a link", () => {
    expect(sharesOf(100, undefined)).toMatchObject({ relays: 0, shares: [{ clients: 100, relay: 0 }] });
  });

  it("go through one relay when they fit", () => {
    expect(sharesOf(100, LINK).relays).toBe(1);
  });

  it("go through as many relays as hold them, each worker through one", () => {
    const { shares, relays } = sharesOf(12_000, LINK);
    expect(relays).toBeGreaterThanOrEqual(3);
    expect(new Set(shares.map(({ relay }) => relay)).size).toBe(relays);
  });
});
