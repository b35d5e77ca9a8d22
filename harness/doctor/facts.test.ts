import { expect, it } from "vitest";
import { BenchError } from "../../core/errors.ts";
import { check } from "../../core/scenario/check.ts";
import { FIELDS } from "../../core/scenario/schema.ts";
import { clientLimit, cpuTimes, facts, MOST_CLIENTS } from "./facts.ts";

const refuse =
  (above: number, what: string) =>
  (clients: number): void => {
    if (clients > above) throw new BenchError("LIMIT_TOO_LOW", `not enough ${what}`);
  };

it.each([
  [refuse(19_936, "file descriptors"), { clients: 19_936, by: "descriptors" }],
  [refuse(1000, "local ports"), { clients: 1000, by: "ports" }],
  [refuse(0, "local ports"), { clients: 0, by: "ports" }],
  [refuse(50_000, "anything"), { clients: 50_000 }],
])("finds the most clients that the limits allow", (check, limit) => {
  expect(clientLimit(check, 50_000)).toEqual(limit);
});

it("does not take a fault for a limit", () => {
  const check = (): void => {
    throw new Error("broken");
  };
  expect(() => clientLimit(check)).toThrow("broken");
});

it("tells the quota of the control group that it is in", () => {
  const files: Record<string, string> = {
    "/proc/self/cgroup": "0::/a\n",
    "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
  };
  expect(facts((path) => files[path]).cores.quota).toBe(1.5);
});

it("does without files that are not there", () => {
  const read = (): undefined => undefined;
  expect(facts(read)).toMatchObject({ node: process.version, cores: { parallelism: expect.any(Number) } });
  expect(facts(read).openFiles?.hard).toBeUndefined();
  expect(cpuTimes(read)).toEqual({ total: expect.any(Number), idle: expect.any(Number) });
});

it("looks no further than a scenario may ask for", () => {
  expect(check(FIELDS.clients, MOST_CLIENTS)).toEqual([]);
  expect(check(FIELDS.clients, MOST_CLIENTS + 1)).toHaveLength(1);
});
