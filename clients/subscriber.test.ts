import { expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import type { ClientContext } from "../core/transport.ts";
import { NANOS_PER_MILLI, nsToMs } from "../core/units.ts";
import { Addresses } from "./addresses.ts";
import { requestHeaders } from "./headers.ts";
import { HeapPacer } from "./pacer.ts";
import { Subscriber } from "./subscriber.ts";

const CLIENTS = 200;

/** Clients of a server that is away until `backAt`, and what they do until a minute is over. Until then
 * something may accept connections in its place, and end them. */
function attemptsUntil(backAt: number, accepts = false): { attempts: number[][]; stood: number[] } {
  const clock = new ManualClock(0);
  let ringAt = Number.POSITIVE_INFINITY;
  let wake = (): void => {};
  const pacer = new HeapPacer({
    clock,
    alarm: (ring) => {
      wake = ring;
      return {
        set: (ms) => {
          ringAt = clock.now() + ms * NANOS_PER_MILLI;
        },
      };
    },
    seed: 1,
    clients: CLIENTS,
    firstClient: 0,
  });
  const attempts: number[][] = Array.from({ length: CLIENTS }, () => []);
  const stood: number[] = [];

  /** A client whose attempts to connect fail at once, or succeed at once. */
  class Returning extends Subscriber {
    override connect(): void {
      const now = nsToMs(clock.now());
      attempts[this.client]!.push(now);
      if (now < backAt && accepts) this.stands(0, 0);
      if (now < backAt) this.ended(new Error("connect ECONNREFUSED"));
      else this.connected();
    }
    override connected(): void {
      stood.push(this.client);
      this.stands(0, 0);
      this.works();
    }
    protected override read(): void {}
    protected override reset(): void {}
    protected override get pendingBytes(): number {
      return 0;
    }
  }

  const context: ClientContext = {
    url: "http://127.0.0.1:1",
    clients: CLIENTS,
    firstClient: 0,
    pacer,
    headers: requestHeaders("lean", 0),
    observer: { opened: () => {}, closed: () => {} } as unknown as ClientContext["observer"],
  };
  const addresses = new Addresses(context.url);
  // All of them lose their connection at one moment.
  for (let client = 0; client < CLIENTS; client++) new Returning(context, client, addresses).ended();
  while (ringAt < 60_000 * NANOS_PER_MILLI) {
    clock.advance(Math.max(0, ringAt - clock.now()));
    ringAt = Number.POSITIVE_INFINITY;
    wake();
  }
  return { attempts, stood };
}

/** Waits before the attempts of one client. */
const waitsOf = (attempts: readonly number[]): number[] =>
  attempts.map((at, i) => at - (attempts[i - 1] ?? 0));

it("a client that finds nobody waits twice as long each time, up to 5 s, give or take half", () => {
  const { attempts } = attemptsUntil(Number.POSITIVE_INFINITY);
  for (const waits of attempts.map(waitsOf)) {
    expect(waits.length).toBeGreaterThan(6);
    for (const [i, wait] of waits.entries()) {
      const middle = Math.min(5000, 100 * 2 ** i);
      // To the microsecond: the clock counts whole nanoseconds.
      expect(wait).toBeGreaterThan(0.5 * middle - 0.001);
      expect(wait).toBeLessThan(1.5 * middle + 0.001);
    }
  }
});

it("connections that are accepted and ended without an answer are failures like any other", () => {
  const away = Number.POSITIVE_INFINITY;
  expect(attemptsUntil(away, true).attempts).toEqual(attemptsUntil(away).attempts);
});

it("clients that lost their connection at one moment do not come back at one moment", () => {
  const { attempts } = attemptsUntil(Number.POSITIVE_INFINITY);
  for (const nth of [0, 1, 2, 3]) {
    const waits = attempts.map((of) => waitsOf(of)[nth]!);
    const middle = 100 * 2 ** nth;
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(0.9 * middle);
    // Evenly: a tenth of the range has about a tenth of the clients, which is 20.
    const tenths = Array.from({ length: 10 }, (_, i) => {
      const from = middle * (0.5 + i / 10);
      return waits.filter((wait) => wait >= from && wait < from + middle / 10).length;
    });
    expect(Math.max(...tenths)).toBeLessThan(40);
  }
});

it("a server that stays away for 2 s is asked by each client a handful of times, and all come back", () => {
  const { attempts, stood } = attemptsUntil(2000);
  expect(stood.toSorted((a, b) => a - b)).toEqual(Array.from({ length: CLIENTS }, (_, client) => client));
  for (const { length } of attempts) {
    expect(length).toBeGreaterThanOrEqual(4);
    expect(length).toBeLessThanOrEqual(7);
  }
});

it("a client that is recorded tells the recorder, and no other client does", () => {
  const told: string[] = [];
  const listener = (name: string) =>
    ({ opened: (client: number) => told.push(`${name} ${client}`) }) as unknown as ClientContext["observer"];
  class Standing extends Subscriber {
    override connected(): void {
      this.stands(0, 0);
    }
    protected override read(): void {}
    protected override reset(): void {}
    protected override get pendingBytes(): number {
      return 0;
    }
  }
  const context = {
    url: "http://127.0.0.1:1",
    clients: 3,
    firstClient: 0,
    observer: listener("meter"),
    recorded: { client: 1, before: () => listener("recorder") },
  } as unknown as ClientContext;

  for (const client of [0, 1, 2]) new Standing(context, client, new Addresses(context.url)).connected();

  expect(told).toEqual(["meter 0", "recorder 1", "meter 2"]);
});
