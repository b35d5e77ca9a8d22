import { describe, expect, it } from "vitest";
import type { DoctorDocument } from "../harness/doctor/document.ts";
import type { Readings } from "../harness/doctor/readings.ts";
import { FakeProbes } from "../harness/doctor/testing/probes.ts";
import { readingsOf } from "../harness/doctor/testing/readings.ts";
import { doctor, type Patient } from "./doctor.ts";
import type { NetnsHost } from "./netns-host.ts";
import { FakeSystem } from "./testing/fake-system.ts";

const host = (fault?: string): NetnsHost => ({
  platform: "linux",
  program: [],
  executable: (path) => ["/usr/bin/unshare", "/sbin/ip"].includes(path),
  interfaces: () => "",
  run: () => fault,
  start() {
    throw new Error("the doctor starts no run");
  },
});

function patient(changed: Partial<Readings> = {}, fault?: string, onAsked?: (what: string) => void): Patient {
  return { probes: new FakeProbes(readingsOf(changed), onAsked), host: host(fault) };
}

const system = (): FakeSystem => Object.assign(new FakeSystem(), { env: { PATH: "/usr/bin" } });
const BAD: Partial<Readings> = {
  clock: { reads: 1_000_000, readNs: 40, hrtimeReadNs: 90, stepNs: 30, backwards: 2 },
};

describe("bench doctor", () => {
  it("prints a line per check and what can be measured, progress apart, and ends with 0", async () => {
    const shell = system();
    expect(await doctor(shell, { color: true }, patient())).toBe(0);
    expect(shell.stdout.text).toMatch(/^ok +timers +0\.10 ms late, p99 0\.60$/m);
    expect(shell.stdout.text).toMatch(/^what can be measured here: everything looks good$/m);
    expect(shell.stdout.text).toMatch(/^scenarios [\s\S]*\bquick\b/m);
    expect(shell.stdout.lines.at(-1)).toBe("next    bench run quick");
    expect(shell.stderr.text).toBe("[1/6] CPU while idle · examining this machine, about 2s\n");
  });

  it("ends with 0 in spite of warnings, and with 98 when something is bad", async () => {
    const busy = { cpu: { busy: 0.5 } };
    expect(await doctor(system(), { color: true }, patient(busy))).toBe(0);
    expect(await doctor(system(), { color: true }, patient(BAD))).toBe(98);
  });

  it("prints one JSON document with --json, and nothing else with --quiet", async () => {
    const shell = system();
    const code = await doctor(shell, { json: true, quiet: true, color: true }, patient(BAD));
    const document = JSON.parse(shell.stdout.text) as DoctorDocument;
    expect(document).toMatchObject({
      schemaVersion: 1,
      status: "bad",
      conclusion: { compareTimings: false },
    });
    expect(document.conclusion.scenarios).toContainEqual({
      name: "ten-thousand",
      clients: 10_000,
      linked: false,
      affordable: true,
    });
    expect(shell.stderr.text).toBe("");
    expect(code).toBe(98);
  });

  it("only warns where a network namespace cannot be had, and says why", async () => {
    const shell = system();
    expect(await doctor(shell, { json: true, color: true }, patient({}, "unshare: not permitted"))).toBe(0);
    const { checks } = JSON.parse(shell.stdout.text) as DoctorDocument;
    expect(checks.find(({ name }) => name === "namespaces")).toMatchObject({
      status: "warn",
      meaning: expect.stringContaining("unshare: not permitted"),
    });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("tells nothing after %s and ends with %s", async (signal, expected) => {
    const shell = system();
    const interrupting = patient({}, undefined, (what) => {
      if (what === "timers") shell.send(signal);
    });
    expect(await doctor(shell, { color: true }, interrupting)).toBe(expected);
    expect(shell.stdout.text).toBe("");
    expect(shell.stderr.lines.at(-1)).toBe("interrupted: nothing to tell yet");
  });

  it("rewrites its progress on a terminal, and takes it away in the end", async () => {
    const shell = system();
    shell.stderr.terminal = true;
    await doctor(shell, { color: true }, patient());
    expect(shell.stderr.text).toContain("[6/6] namespaces · examining this machine");
    expect(shell.stderr.text.endsWith("\r\u001b[2K")).toBe(true);
  });
});
