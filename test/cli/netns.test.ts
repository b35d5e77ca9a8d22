import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bench, MAIN, measured } from "./bench.ts";

/** Whether this machine lets an ordinary process have a network namespace with a loopback interface. */
const AVAILABLE =
  spawnSync("unshare", ["--user", "--map-root-user", "--net", "--", "ip", "link", "set", "lo", "up"], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  }).status === 0;

let folder = "";
let scenario = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netns-"));
  scenario = join(folder, "it's; exit 7 $(x).yaml");
  writeFileSync(
    scenario,
    `name: tiny
clients: 2
headers: lean
stream: { arrivals: periodic, rate: 20, payloadBytes: 16 }
phases: { warmup: 100ms, measure: 500ms }
transports: [websocket]
thresholds: { websocket: { latencyMaxMs: "< 0.0001" } }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it(`with --netns ${AVAILABLE ? "measures in a network namespace" : "says why there is none"}, and ends as the run does`, async () => {
  const out = join(folder, "out");
  const { code, stdout, stderr } = await measured([
    "run",
    scenario,
    "--netns",
    "--json",
    "--quiet",
    "--out",
    out,
  ]);
  if (AVAILABLE) {
    const { run, environment, cells } = JSON.parse(stdout);
    expect(stderr).toBe("");
    expect(code).toBe(99);
    expect(run.command).toMatch(/ --netns$/);
    expect(environment.netns).toBe(true);
    const { metrics } = cells[0];
    expect(metrics.eventsLost).toBe(0);
    // An event and what acknowledges it: two packets, with 52 bytes of headers each.
    expect(metrics.networkPacketsPerEvent).toBeCloseTo(2, 0);
    expect(metrics.networkBytesPerEvent).toBeGreaterThan(metrics.bytesPerEvent + 90);
    expect(metrics).not.toHaveProperty("networkBytesEstimatePerEvent");
  } else {
    expect(stdout).toBe("");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: (a network namespace cannot be had here: |--netns needs ).+\n/);
    expect(stderr).toContain("hint: drop --netns: network bytes are then estimated from the stream\n");
    expect(readdirSync(folder)).not.toContain("out");
  }
});

it("takes one Ctrl-C for one, though a terminal sends it to the process inside as well", async () => {
  const args = [MAIN, "run", scenario, "--netns", "--duration", "8s", "--out", folder];
  // A process group of its own, as a terminal gives to what is typed.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let stderr = "";
  child.stdout.resume();
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (!stderr.includes("measure") && (stderr + text).includes("measure"))
      process.kill(-child.pid!, "SIGINT");
    stderr += text;
  });
  const code = await new Promise((resolve) => {
    child.on("close", resolve);
  });
  if (AVAILABLE) {
    expect(code).toBe(130);
    expect(stderr).toContain("finishing: writing what was measured; Ctrl-C again to stop at once\n");
    expect(JSON.parse(readFileSync(join(folder, "latest", "result.json"), "utf8")).run.aborted).toBe(true);
  } else {
    expect(code).toBe(2);
  }
});

it("starts nothing with --netns --dry-run", async () => {
  const { code, stdout } = await bench(["run", scenario, "--netns", "--dry-run"], { PATH: "" });
  expect(code).toBe(0);
  expect(stdout).toContain("nothing was started");
});

it("refuses the variable that only the process inside has", async () => {
  const { code, stderr } = await bench(["run", scenario, "--netns"], { POLLS_APART_NETNS: "1" });
  expect(code).toBe(2);
  expect(stderr).toContain("POLLS_APART_NETNS is set, but this is no network namespace of its own\n");
});
