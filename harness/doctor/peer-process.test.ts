import { expect, it } from "vitest";
import { PeerProcess } from "./peer-process.ts";
import { attempt } from "./probes.ts";

const entry = (name: string): URL => new URL(`./testing/${name}`, import.meta.url);
const never = new AbortController().signal;

it("tells of a process that ends without an answer", async () => {
  const peer = new PeerProcess(never, entry("silent-peer.mjs"));
  expect(await peer.port()).toBe(1);
  await expect(peer.moment()).rejects.toThrow("the other process ended by itself");
  await expect(peer.moment()).rejects.toThrow("the other process has ended");
  await peer.stop();
});

it("tells of a program that is not there", async () => {
  const peer = new PeerProcess(never, entry("nothing.mjs"));
  expect(await attempt(() => peer.port())).toEqual({
    type: "failed",
    message: "the other process ended by itself",
  });
  await peer.stop();
});

it("does not wait once it is interrupted", async () => {
  const peer = new PeerProcess(AbortSignal.abort(), entry("silent-peer.mjs"));
  await expect(peer.port()).rejects.toThrow("interrupted");
  await peer.stop();
});
