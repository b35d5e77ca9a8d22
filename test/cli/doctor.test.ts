import { fork, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { CHECK_NAMES } from "../../harness/doctor/check.ts";
import type { DoctorDocument } from "../../harness/doctor/document.ts";
import { bench, MAIN } from "./bench.ts";

/** What a status leads to: a busy machine may well be bad. */
const codeOf = (status: string): number => (status === "bad" ? 98 : 0);

it("explains itself, with examples and exit codes", async () => {
  const { code, stdout } = await bench(["doctor", "--help"]);
  expect(stdout).toContain("\n  bench doctor --json --quiet > doctor.json\n");
  expect(stdout).toMatch(/^Exit codes: .*98 .*invalid/m);
  expect(code).toBe(0);
});

it("measures this machine and prints one JSON document", async () => {
  const { code, stdout, stderr } = await bench(["doctor", "--json", "--quiet"]);
  const document = JSON.parse(stdout) as DoctorDocument;
  expect(document.checks.map(({ name }) => name)).toEqual(CHECK_NAMES);
  const figures = Object.fromEntries(document.checks.map((check) => [check.name, check.figures]));
  // The other process was there, and both halves of it were measured.
  expect(figures.processes).toMatchObject({ exchanges: expect.any(Number), outside: 0 });
  expect(figures.loopback).toMatchObject({ roundTripP50Ms: expect.any(Number) });
  expect(figures.timers).toMatchObject({ count: expect.any(Number) });
  expect(figures.sleep).toMatchObject({ count: expect.any(Number) });
  expect(figures.clock).toMatchObject({ backwards: 0 });
  expect(document.conclusion.scenarios.map(({ name }) => name)).toContain("quick");
  expect(document.conclusion.smallestDifferenceMs).toBeGreaterThan(0);
  expect(stderr).toBe("");
  expect(code).toBe(codeOf(document.status));
});

it("prints a table on stdout and its progress on stderr", async () => {
  const { code, stdout, stderr } = await bench(["doctor"]);
  for (const name of CHECK_NAMES) expect(stdout).toMatch(new RegExp(`^(ok|warn|bad) +${name} +\\S`, "m"));
  expect(stdout).toMatch(/^what can be measured here: /m);
  expect(stdout).not.toContain("\u001b");
  expect(stderr).toMatch(/^\[1\/6\] CPU while idle · examining this machine, about 2s\n/);
  expect(code).toBe(codeOf(/^bad /m.test(stdout) ? "bad" : "ok"));
});

it("Ctrl-C ends it with 130 and nothing on stdout", async () => {
  const child = spawn(process.execPath, [MAIN, "doctor", "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    // It has begun.
    if (stderr === "") child.kill("SIGINT");
    stderr += text;
  });
  const ended = await new Promise((resolve) => {
    child.on("close", (...end) => resolve(end));
  });
  expect(ended).toEqual([130, null]);
  expect(stdout).toBe("");
  expect(stderr).toContain("interrupted: nothing to tell yet\n");
});

it("leaves no process behind, however early it is gone itself", async () => {
  const peer = fork(fileURLToPath(new URL("../../dist/harness/doctor/peer.js", import.meta.url)));
  const ended = new Promise((resolve) => {
    peer.on("exit", (...end) => resolve(end));
  });
  // Before the program can have listened to its channel.
  peer.disconnect();
  try {
    expect(await Promise.race([ended, pause(5000, "still there")])).toEqual([0, null]);
  } finally {
    peer.kill("SIGKILL");
  }
});
