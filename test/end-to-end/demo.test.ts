import { createServer } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TestPage } from "../../demo/testing/page.ts";
import { until } from "../until.ts";
import { Bench, isAlive, type Running } from "./bench.ts";

let bench: Bench;
let running: Running | undefined;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => {
  running?.child.kill("SIGKILL");
  bench.remove();
});

/** The demo by the built program, once it has told its address. */
async function demo(...args: string[]): Promise<string> {
  running = bench.start(["demo", ...args]);
  await until("it says where", () => running!.stdout.endsWith("\n"));
  return running.stdout.trim();
}

it("bench demo serves the built page, and Ctrl-C leaves no process and no port behind", async () => {
  const url = await demo("--port", "0", "--open");
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const html = await (await fetch(url)).text();
  expect(html).toContain("demo.js");
  let bytes = 0;
  for (const path of ["", "demo.js", "demo.css"]) {
    bytes += (await (await fetch(url + path)).arrayBuffer()).byteLength;
  }
  expect(bytes).toBeLessThan(300_000);
  expect((await fetch(`${url}demo.js`)).status).toBe(200);

  const page = await TestPage.open(url);
  await page.set({ clients: 3 });
  await until("there is a crowd", () => running!.childOf("demo/crowd-host.js") !== undefined);
  await page.ask({ type: "stall", forMs: 10_000 });
  const children = running!.children();
  expect(children.map(({ program }) => program).sort()).toEqual(["demo/crowd-host.js", "demo/subject.js"]);

  running!.signalGroup("SIGINT");
  const { code, stdout, stderr } = await running!.ended;
  expect(code).toBe(0);
  expect(stdout).toBe(`${url}\n`);
  expect(stderr).toContain("not opened: this is CI\n");
  // A stalled server hears nothing: it is ended.
  await until("nothing is left", () => children.every(({ pid }) => !isAlive(pid)), 5000);
  const addresses = [url, ...Object.values(page.hello.lanes)];
  for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
});

it("bench demo ends with what failed when its server dies", async () => {
  await demo("--port", "0");
  process.kill(running!.childOf("demo/subject.js")!, "SIGKILL");
  const { code, stderr } = await running!.ended;
  expect(stderr).toMatch(/^error: the demo's server was killed by SIGKILL$/m);
  expect(code).toBe(1);
});

it("bench demo's children leave when it is killed", async () => {
  await demo("--port", "0");
  const children = running!.children();
  running!.child.kill("SIGKILL");
  await until("nothing is left", () => children.every(({ pid }) => !isAlive(pid)), 5000);
});

it("bench demo says that a port is taken, and starts nothing", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await until("it listens", () => holder.listening);
  const { port } = holder.address() as { port: number };
  const { code, stdout, stderr } = await bench.start(["demo", "--port", String(port)]).ended;
  expect(stderr).toMatch(new RegExp(`^error: cannot listen on 127\\.0\\.0\\.1:${port} \\(EADDRINUSE\\)\n`));
  expect(stderr).toContain("--port");
  expect(stdout).toBe("");
  expect(code).toBe(2);
  holder.close();
});

it("bench demo takes a free port where its usual one is taken, unless it was asked for it", async () => {
  const holder = createServer().on("error", () => {});
  holder.listen(7655, "127.0.0.1");
  const url = await demo();
  expect(new URL(url).port).not.toBe("7655");
  holder.close();
});

it.each([
  [["--port", "x"], /^error: --port: found "x"; /],
  [["--seed", "-1"], /^error: --seed: found "-1"; expected a whole number/],
])("bench demo refuses %j", async (args, message) => {
  const { code, stderr } = await bench.start(["demo", ...args]).ended;
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
