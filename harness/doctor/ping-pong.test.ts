import { createServer } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type Echo, startEcho } from "./echo.ts";
import { type PingPongOptions, pingPong } from "./ping-pong.ts";

let echo: Echo | undefined;
afterEach(() => {
  echo?.close();
  echo = undefined;
});

/** A clock that moves by a millisecond whenever it is read. */
function ticking(): () => number {
  let time = 0;
  return () => time++;
}

const options = (port: number, changed: Partial<PingPongOptions> = {}): PingPongOptions => ({
  port,
  exchanges: 50,
  warmup: 5,
  connections: 4,
  mostMs: 10_000,
  now: ticking(),
  signal: new AbortController().signal,
  ...changed,
});

it("opens connections and counts round trips after the warm-up", async () => {
  echo = await startEcho();
  expect(await pingPong(options(echo.port))).toEqual({
    connect: { count: 4, p50Ms: 1, p99Ms: 1 },
    roundTrip: { count: 50, p50Ms: 1, p99Ms: 1 },
  });
});

it("ends early when time is up, with what there is", async () => {
  echo = await startEcho();
  const { connect, roundTrip } = await pingPong(options(echo.port, { mostMs: 0, warmup: 1_000_000 }));
  expect([connect.count, roundTrip.count]).toEqual([1, 1]);
});

it("rejects where nobody listens, and when the other side leaves", async () => {
  const leaving = createServer((socket) => socket.once("data", () => socket.destroy()));
  const port = await new Promise<number>((resolve) => {
    leaving.listen(0, "127.0.0.1", () => resolve((leaving.address() as { port: number }).port));
  });
  await expect(pingPong(options(port))).rejects.toThrow();
  await new Promise((resolve) => leaving.close(resolve));
  await expect(pingPong(options(port))).rejects.toThrow("ECONNREFUSED");
});

it("rejects when nobody waits for it any more", async () => {
  echo = await startEcho();
  await expect(pingPong(options(echo.port, { signal: AbortSignal.abort() }))).rejects.toThrow();
});
