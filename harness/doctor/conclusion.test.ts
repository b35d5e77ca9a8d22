import { describe, expect, it } from "vitest";
import { checksOf } from "./checks.ts";
import { type Conclusion, conclude } from "./conclusion.ts";
import type { Readings } from "./readings.ts";
import { factsOf, readingsOf } from "./testing/readings.ts";

const QUICK = { name: "quick", clients: 100, linked: false };
const LARGE = { name: "ten-thousand", clients: 10_000, linked: false };
const MOBILE = { name: "mobile", clients: 200, linked: true };

const concluded = (changed: Partial<Readings> = {}, wishes = [QUICK, LARGE, MOBILE]): Conclusion => {
  const readings = readingsOf(changed);
  return conclude(readings, checksOf(readings), wishes);
};

const said = ({ sentences }: Conclusion, topic: string): string =>
  sentences.find((sentence) => sentence.topic === topic)?.text ?? "";

const loopback = (p50Ms: number, p99Ms: number): Readings["loopback"] => ({
  type: "done",
  value: { roundTrip: { count: 2000, p50Ms, p99Ms }, connect: { count: 50, p50Ms: 0.1, p99Ms: 0.1 } },
});
const spread = (p99Ms: number) => ({ count: 100, p50Ms: 0.1, p99Ms });

describe("the smallest difference worth believing", () => {
  it("is what events leave late, and what two hops vary by, and says so", () => {
    // Sleep: 0.3 − 0.2 spun away; loopback: 0.15 − 0.03.
    const conclusion = concluded();
    expect(conclusion.smallestDifferenceMs).toBe(0.22);
    expect(said(conclusion, "differences")).toBe(
      "believe a difference in latency from 0.22 ms on: events leave up to 0.10 ms late and two hops over loopback vary by 0.12 ms (p99); for less, compare medians over --repeat 6",
    );
  });

  it.each([
    // [timers p99, sleep p99, round trip p50 and p99, what is left]
    ["late timers outweigh sleeps", 3, 0.3, 0.03, 0.03, 1],
    ["late sleeps outweigh timers", 2.5, 1.2, 0.03, 0.03, 1],
    ["it is rounded up", 0, 0, 0, 1.211, 1.3],
    ["a perfect machine is not believed below 0.02 ms", 0, 0, 0.03, 0.03, 0.02],
  ])("%s", (_, timers, sleep, p50, p99, ms) => {
    const conclusion = concluded({
      timers: spread(timers),
      sleep: spread(sleep),
      loopback: loopback(p50, p99),
    });
    expect(conclusion.smallestDifferenceMs).toBe(ms);
  });

  it("is never below two steps of the clock", () => {
    const clock = { reads: 1, readNs: 40, hrtimeReadNs: 40, stepNs: 1_000_000, backwards: 0 };
    expect(concluded({ clock }).smallestDifferenceMs).toBe(2);
  });

  it("is unknown where loopback could not be measured", () => {
    const conclusion = concluded({ loopback: { type: "failed", message: "EPERM" } });
    expect(conclusion.smallestDifferenceMs).toBeUndefined();
    expect(said(conclusion, "differences")).toMatch(/^unknown: /);
  });
});

describe("timings", () => {
  it("may be compared on a quiet machine", () => {
    expect(concluded().compareTimings).toBe(true);
  });

  it("should not be while something bears on time, which is named", () => {
    const conclusion = concluded({ cpu: { busy: 0.6 }, sleep: spread(9) });
    expect(conclusion.compareTimings).toBe(false);
    expect(said(conclusion, "timings")).toContain("not advisable now (see sleep and load)");
  });

  it("do not suffer from what only bears on what fits", () => {
    const conclusion = concluded({
      facts: factsOf({ ports: { first: 40_000, last: 40_999 } }),
      namespace: { type: "failed", message: "no" },
    });
    expect(conclusion.compareTimings).toBe(true);
  });
});

describe("what fits", () => {
  it("is everything on an ordinary machine", () => {
    const conclusion = concluded();
    expect(conclusion.scenarios.map(({ affordable }) => affordable)).toEqual([true, true, true]);
    expect(said(conclusion, "scenarios")).toBe("all fit: quick, ten-thousand and mobile");
    expect(said(conclusion, "clients")).toMatch(
      /^up to 19,936 \(limited by descriptors\), with a link or without; /,
    );
  });

  it("is limited by descriptors, and a scenario beyond says what it needs", () => {
    const limit = { clients: 960, by: "descriptors" } as const;
    const conclusion = concluded({ facts: factsOf({ limits: { direct: limit, linked: limit } }) });
    expect(conclusion.scenarios[1]).toMatchObject({ name: "ten-thousand", affordable: false });
    expect(said(conclusion, "scenarios")).toBe(
      "quick and mobile fit; ten-thousand needs 10,000 clients, 960 fit (descriptors)",
    );
  });

  it("is limited by memory where that is less, by half as many through a link", () => {
    const memory = { availableBytes: (256 + 48) * 1024 ** 2, totalBytes: 1024 ** 3 };
    const { clients, linkedClients } = concluded({ facts: factsOf({ memory }) });
    expect(clients).toEqual({ clients: 1024, by: "memory" });
    expect(linkedClients).toEqual({ clients: 512, by: "memory" });
  });

  it("may be less through a link", () => {
    const limits = { direct: { clients: 50_000 }, linked: { clients: 28_232, by: "ports" } } as const;
    const conclusion = concluded({ facts: factsOf({ limits }) });
    expect(said(conclusion, "clients")).toMatch(
      /^up to the 50,000 a scenario may ask for, through a link 28,232 \(limited by ports\); /,
    );
  });

  it("may be nothing", () => {
    const none = { clients: 0, by: "descriptors" } as const;
    const conclusion = concluded({ facts: factsOf({ limits: { direct: none, linked: none } }) }, [QUICK]);
    expect(said(conclusion, "scenarios")).toBe("none fits; quick needs 100 clients, 0 fit (descriptors)");
    expect(said(concluded({}, [QUICK]), "scenarios")).toBe("quick fits");
    expect(concluded({}, []).sentences.map(({ topic }) => topic)).not.toContain("scenarios");
  });
});
