import { describe, expect, it } from "vitest";
import {
  coresCheck,
  descriptorsCheck,
  loadCheck,
  memoryCheck,
  namespacesCheck,
  portsCheck,
  versionsCheck,
} from "./machine-checks.ts";
import type { ClientLimit } from "./readings.ts";
import { factsOf } from "./testing/readings.ts";

const MIB = 1024 ** 2;

describe("descriptors", () => {
  const limited = (clients: number, by: ClientLimit["by"], soft: number, hard?: number) =>
    descriptorsCheck(
      factsOf({
        openFiles: { soft, ...(hard === undefined ? {} : { hard }) },
        limits: {
          direct: { clients, ...(by === undefined ? {} : { by }) },
          linked: { clients: Math.min(clients, 28_232) },
        },
      }),
    );

  it("say for how many clients they are enough", () => {
    expect(limited(19_936, "descriptors", 20_000, 20_000)).toMatchObject({
      status: "ok",
      figures: { soft: 20_000, hard: 20_000, clients: 19_936, linkedClients: 19_936 },
      meaning: "enough for 19,936 clients, with a link or without",
    });
    expect(limited(50_000, undefined, 100_000).meaning).toBe(
      "enough for the 50,000 clients a scenario may ask for, with a link for 28,232 clients",
    );
  });

  it("are raised in the shell where that is allowed, else where the limit is set", () => {
    expect(limited(192, "descriptors", 256, 4096)).toMatchObject({
      status: "warn",
      remedy: "raise it in this shell: ulimit -n 4096",
    });
    expect(limited(192, "descriptors", 256)).toMatchObject({ remedy: expect.stringContaining("ulimit -n") });
    expect(limited(192, "descriptors", 256, 256)).toMatchObject({
      remedy: expect.stringContaining("raise the hard limit"),
    });
  });

  it("are bad where no client fits", () => {
    expect(limited(0, "descriptors", 32, 32).status).toBe("bad");
  });

  it("are not blamed for what ports limit", () => {
    expect(limited(500, "ports", 20_000, 20_000).status).toBe("ok");
  });
});

it.each([
  [32_768, 60_999, "ok", "20,000 clients from each loopback address, 50,000 in all; 28,232 through a link"],
  [1024, 65_535, "ok", "20,000 clients from each loopback address, 50,000 in all; 50,000 through a link"],
  [40_000, 40_999, "warn", "too few for more than 1,000 clients"],
])("ports from %s to %s are %s", (first, last, status, meaning) => {
  expect(portsCheck(factsOf({ ports: { first, last } }))).toMatchObject({ status, meaning });
});

it.each([
  [{ cpus: 2, parallelism: 2 }, "ok", "2 of 2", 1],
  [{ cpus: 16, parallelism: 8 }, "ok", "8 of 16", 7],
  // Where /proc is missing, CPUs are not told.
  [{ cpus: 0, parallelism: 4 }, "ok", "4", 3],
  [{ cpus: 1, parallelism: 1 }, "warn", "1 of 1", 1],
  [{ cpus: 8, parallelism: 8, quota: 1.5 }, "warn", "8 of 8, quota 1.5", 7],
  [{ cpus: 8, parallelism: 8, quota: 4 }, "warn", "8 of 8, quota 4", 7],
  [{ cpus: 8, parallelism: 8, quota: 16 }, "ok", "8 of 8, quota 16", 7],
])("cores %j are %s", (cores, status, shown, loadWorkers) => {
  expect(coresCheck(factsOf({ cores }))).toMatchObject({ status, shown, figures: { loadWorkers } });
});

it.each([
  [8192, "ok", "8.0 GiB of 16.0 GiB available"],
  [400, "warn", "400 MiB of 16.0 GiB available"],
  [200, "bad", "200 MiB of 16.0 GiB available"],
])("%s MiB of memory are %s", (mib, status, shown) => {
  const memory = { availableBytes: mib * MIB, totalBytes: 16 * 1024 * MIB };
  expect(memoryCheck(factsOf({ memory }))).toMatchObject({ status, shown });
});

it.each([
  // [load average, CPU shares]: on two cores
  [0.1, { busy: 0.02, steal: 0 }, "ok", "CPUs 2 % busy, steal 0 %, load 0.1"],
  [0.1, { busy: 0.3 }, "warn", "CPUs 30 % busy, load 0.1"],
  [0.1, { busy: 0.02, steal: 0.05 }, "warn", "CPUs 2 % busy, steal 5 %, load 0.1"],
  [2.5, { busy: 0.02 }, "warn", "CPUs 2 % busy, load 2.5"],
  // A burst is not the end; a minute of it is.
  [0.5, { busy: 1 }, "warn", "CPUs 100 % busy, load 0.5"],
  [2.5, { busy: 1 }, "bad", "CPUs 100 % busy, load 2.5"],
  [0.1, undefined, "warn", "CPU use cannot be read here, load 0.1"],
])("load %s with %j is %s", (loadAverage, cpu, status, shown) => {
  expect(loadCheck(factsOf({ loadAverage }), cpu)).toMatchObject({ status, shown });
});

it("can do without a namespace, and says why it has to", () => {
  expect(namespacesCheck({ type: "done", value: true }).status).toBe("ok");
  expect(namespacesCheck({ type: "failed", message: "no unshare" })).toMatchObject({
    status: "warn",
    meaning: "no unshare; network bytes are estimated from the stream instead",
  });
});

it.each([
  ["v20.19.0", "ok"],
  ["v20.18.3", "bad"],
  ["v18.99.0", "bad"],
  ["v24.1.0", "ok"],
])("Node %s is %s", (node, status) => {
  expect(versionsCheck(factsOf({ node })).status).toBe(status);
});

it("asks for the Node that package.json asks for", async () => {
  const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
  expect(versionsCheck(factsOf()).meaning).toContain(manifest.engines.node.replace(">=", "Node "));
});
