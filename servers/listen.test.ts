import { expect, it } from "vitest";
import { BenchError } from "../core/errors.ts";
import { listenAgain } from "./listen.ts";

const ADDRESS = { host: "127.0.0.1", port: 20_000 };

/** An address that is taken for the first tries, then free; and how long was waited for it. */
function taken(tries: number, code = "EADDRINUSE") {
  let asked = 0;
  let waitedMs = 0;
  const half = {
    listen: async ({ port }: typeof ADDRESS) => {
      const cause = Object.assign(new Error(code), { code });
      if (asked++ < tries) throw new BenchError("LISTEN_FAILED", "cannot listen", { cause });
      return { url: `http://127.0.0.1:${port}` };
    },
  };
  const listen = () =>
    listenAgain(half, ADDRESS, async (ms) => {
      waitedMs += ms;
    });
  return { listen, waited: () => waitedMs, asked: () => asked };
}

it("listens at once where the address is free", async () => {
  const { listen, waited } = taken(0);
  expect(await listen()).toEqual({ url: "http://127.0.0.1:20000" });
  expect(waited()).toBe(0);
});

it("waits until the killed server's address is free", async () => {
  const { listen, waited } = taken(7);
  expect(await listen()).toEqual({ url: "http://127.0.0.1:20000" });
  expect(waited()).toBe(7 * 50);
});

it("gives up after two seconds with the error of listening", async () => {
  const { listen, waited } = taken(1e9);
  await expect(listen()).rejects.toThrow("cannot listen");
  expect(waited()).toBe(2000);
});

it("does not wait for what will not pass", async () => {
  const { listen, asked } = taken(1e9, "EACCES");
  await expect(listen()).rejects.toThrow("cannot listen");
  expect(asked()).toBe(1);
});
