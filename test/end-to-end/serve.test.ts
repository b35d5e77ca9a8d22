import { afterEach, beforeEach, expect, it } from "vitest";
import { SERVED_NAMES } from "../../core/transports.ts";
import { subscribe } from "../contract/reference.ts";
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

it.each(SERVED_NAMES)("bench serve %s publishes the scenario's stream until Ctrl-C", async (name) => {
  running = bench.start(["serve", name, "--rate", "50"]);
  await until("it says where", () => /http:\/\/127\.0\.0\.1:\d+/.test(running!.stdout));
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(running.stdout) ?? [];

  const { seqs } = await subscribe(name, url, 0, 10);
  expect(seqs.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  const children = running.children();
  running.signalGroup("SIGINT");
  const { code } = await running.ended;
  // Ctrl-C is how a server is meant to be ended.
  expect(code).toBe(0);
  await until("nothing is left", () => children.every(({ pid }) => !isAlive(pid)), 5000);
});
