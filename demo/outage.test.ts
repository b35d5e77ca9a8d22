import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { Outage } from "./outage.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("breaks every link for so long, and a second drop begins it anew", () => {
  const clock = new ManualClock(5e9);
  const links = [1, 2].map(() => ({ drop: vi.fn(), restore: vi.fn() }));
  const outage = new Outage(clock, links);
  expect(outage.drop(1000)).toBe(5000);
  expect(outage.state).toEqual({ state: "down", until: 6000 });
  vi.advanceTimersByTime(900);
  clock.advance(900e6);
  expect(outage.drop(1000)).toBe(5900);
  vi.advanceTimersByTime(900);
  expect(links[1]!.restore).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  for (const link of links) expect(link.restore).toHaveBeenCalledOnce();
  expect(outage.state).toEqual({ state: "up" });
});

it("ends when it is asked to, and not a second time", () => {
  const link = { drop: vi.fn(), restore: vi.fn() };
  const outage = new Outage(new ManualClock(), [link]);
  outage.drop(1000);
  outage.restore();
  vi.advanceTimersByTime(2000);
  expect(link.restore).toHaveBeenCalledOnce();
});
