import { describe, expect, it } from "vitest";
import type { BenchError } from "../core/errors.ts";
import { checkLimits, openFilesLimit, relaysFor, workersFor } from "./limits.ts";

describe("the load workers of a cell", () => {
  it.each([
    [1, 2, 1], // the least
    [100, 64, 1], // no more than there is work for
    [5000, 64, 1], // the most for one
    [5001, 64, 2], // the first that takes two
    [20_000, 64, 4],
    [20_000, 3, 2], // one core is left for the server
    [20_000, 2, 1],
    [20_000, 1, 1], // a machine with one core has no choice
  ])("for %d clients on %d cores are %d", (clients, cores, workers) => {
    expect(workersFor(clients, cores)).toBe(workers);
  });
});

describe("the relays of a cell", () => {
  it.each([
    [1, 20_000, 1], // the least
    [5000, 20_000, 1], // the most for one
    [5001, 20_000, 2],
    [100, 264, 1], // two descriptors a client, and some of its own
    [101, 264, 2],
    [5000, undefined, 1], // nobody knows the limit
  ])("for %d clients with %d open files are %d", (clients, openFiles, relays) => {
    expect(relaysFor(clients, openFiles)).toBe(relays);
  });
});

describe("the limits of this machine", () => {
  it("let one client through", () => {
    expect(() => checkLimits(1)).not.toThrow();
  });

  it("name how many open files are allowed, or say that nobody knows", () => {
    const limit = openFilesLimit();
    expect(limit === undefined || (Number.isInteger(limit) && limit > 0)).toBe(true);
  });

  it("stop a billion clients before anything starts: what is needed, what is there, how to raise it", () => {
    const error = caught(() => checkLimits(1e9));
    expect(error).toMatchObject({ code: "LIMIT_TOO_LOW", exitCode: 2 });
    expect(error.message).toMatch(/^1000000000 clients need .*\d+/);
    expect(error.hint).toMatch(/--clients$/);
  });

  it.runIf(openFilesLimit() !== undefined && openFilesLimit()! < 1e6)(
    "let through as many clients as the hint says, if there are ports for them",
    () => {
      const { hint } = caught(() => checkLimits(openFilesLimit()!));
      const most = Number(/at most (\d+)/.exec(hint ?? "")?.[1]);
      expect(most).toBe(openFilesLimit()! - 64);
      try {
        checkLimits(most);
      } catch (error) {
        expect((error as BenchError).message).toContain("local ports");
      }
    },
  );
});

function caught(act: () => unknown): BenchError {
  try {
    act();
  } catch (error) {
    return error as BenchError;
  }
  throw new Error("nothing was thrown");
}
