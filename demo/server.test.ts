import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CAPS, type DemoStats, LANES, type Lane, type LaneCounters, type LaneLink } from "./protocol.ts";
import type { RunningDemo } from "./server.ts";
import { LaneReader } from "./testing/lanes.ts";
import { TestPage } from "./testing/page.ts";
import { startTestDemo } from "./testing/start.ts";

let demo: RunningDemo;
let page: TestPage;
let readers: LaneReader[] = [];
/** The cursor that readers begin with. */
let newest = 0;

beforeAll(async () => {
  demo = await startTestDemo();
});
afterAll(() => demo.close());
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  readers = [];
  await page?.close();
});

const origin = (): string => new URL(demo.url).origin;

/** A page whose events are paused, the link restored, and a reader of each lane asked for. */
async function look(lanes: readonly Lane[] = LANES): Promise<void> {
  page = await TestPage.open(demo.url);
  await page.ask({ type: "restore" });
  await page.set({ paused: true, delayMs: 0, jitterMs: 0, clients: 1, payloadBytes: 20 });
  newest = (await page.count()).emitted;
  readers = readLanes(lanes);
}

const readLanes = (lanes: readonly Lane[]): LaneReader[] =>
  lanes.map((lane) => new LaneReader(lane, page.hello.lanes[lane], origin(), newest));

/** The counts of every lane when nothing moves any more. */
async function atRest(): Promise<DemoStats["lanes"]> {
  let last = await page.count();
  await until("nothing moves", async () => {
    const { lanes } = last;
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = await page.count();
    return JSON.stringify(lanes) === JSON.stringify(last.lanes);
  });
  return last.lanes;
}

const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(
    async () => {
      if (!(await isSo())) throw new Error(`waited in vain until ${what}`);
    },
    { timeout: 10_000, interval: 10 },
  );

const everyoneHas = (count: number): Promise<void> =>
  until(`every lane has ${count} events`, () => readers.every(({ events }) => events.length >= count));

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

describe("the lanes", () => {
  it("each deliver every event of the one source, in order and once", async () => {
    await look();
    const { emitted } = await page.count();
    await page.ask({ type: "fire", events: 30, inMs: 0, gapMs: 10 });
    await everyoneHas(30);
    for (const reader of readers) expect(reader.seqs).toEqual(range(emitted + 1, 30));
    for (const { events } of readers) expect(events).toEqual(readers[0]!.events);
  });

  it("are counted by the server as they count themselves", async () => {
    await look([]);
    const before = await atRest();
    readers = readLanes(LANES);
    await page.ask({ type: "fire", events: 10, inMs: 20, gapMs: 15 });
    await everyoneHas(10);
    await Promise.all(readers.map((reader) => reader.stop()));
    const after = await atRest();
    LANES.forEach((lane, i) => {
      const { requests, empty } = readers[i]!;
      const counted = (name: keyof LaneCounters): number => after[lane].page[name] - before[lane].page[name];
      const crossed = (name: keyof LaneLink): number => after[lane].link[name] - before[lane].link[name];
      expect([lane, counted("eventsSent")]).toEqual([lane, 10]);
      // The last request may have been given up before its answer.
      expect(counted("requests") - requests).toBeOneOf([0, 1]);
      expect(counted("emptyResponses") - empty).toBeOneOf([0, 1]);
      // What the server's sockets carried is what crossed the link, or was for a client that had left.
      expect(crossed("upBytes")).toBe(counted("bytesReceived"));
      expect(crossed("downBytes") + crossed("droppedBytes")).toBe(counted("bytesSent"));
      expect(crossed("downBytes")).toBeGreaterThan(10 * 20);
    });
  });

  it("cross a link whose delay can be changed under open connections", async () => {
    await look(["websocket", "sse"]);
    await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 });
    await everyoneHas(1);
    await page.set({ delayMs: 80 });
    const { at = 0 } = (await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 })) as { at?: number };
    await everyoneHas(2);
    expect((await page.count()).at - at).toBeGreaterThanOrEqual(79);
    expect(readers.map(({ requests }) => requests)).toEqual([1, 1]);
  });

  it("lose and repeat nothing when the link is dropped and restored", async () => {
    await look();
    const { emitted } = await page.count();
    await page.ask({ type: "fire", events: 40, inMs: 0, gapMs: 15 });
    await everyoneHas(5);
    await page.ask({ type: "drop", forMs: 30_000 });
    await until("the lanes have noticed", () => readers.every(({ failures }) => failures > 0));
    expect((await page.count()).link.state).toBe("down");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.ask({ type: "restore" });
    await everyoneHas(40);
    for (const reader of readers) expect(reader.seqs).toEqual(range(emitted + 1, 40));
    const { link, lanes } = await page.count();
    expect(link).toEqual({ state: "up" });
    for (const lane of LANES) expect(lanes[lane].link.cut).toBeGreaterThan(0);
  });

  it("come back by themselves when an outage ends", async () => {
    await look(["websocket"]);
    await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 });
    await everyoneHas(1);
    await page.ask({ type: "drop", forMs: 150 });
    await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 });
    await everyoneHas(2);
    expect((await page.count()).link.state).toBe("up");
  });

  it("show a stalled server's events as late as they are", async () => {
    await look();
    await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 });
    await everyoneHas(1);
    await page.ask({ type: "stall", forMs: 1000 });
    expect(await page.ask({ type: "stall", forMs: 1000 })).toMatchObject({ type: "refused" });
    const fired = await page.ask({ type: "fire", events: 3, inMs: 20, gapMs: 20 });
    await page.next("stats", ({ stats }) => stats.server.state === "stalled");
    await everyoneHas(4);
    const { at, server } = await page.count();
    expect(server.state).toBe("running");
    const due = "at" in fired ? (fired.at ?? 0) : 0;
    // It stood still for a second and the event was due in the first few milliseconds of that.
    expect(at - due).toBeGreaterThan(500);
    for (const { events } of readers) expect(events[1]!.at / 1e6).toBeCloseTo(due, 3);
  });
});

describe("the controls", () => {
  it("change what is sent, for every page", async () => {
    await look(["websocket"]);
    const other = await TestPage.open(demo.url);
    const told = other.next("settings");
    await page.set({ payloadBytes: 1000 });
    expect((await told).settings.payloadBytes).toBe(1000);
    await page.ask({ type: "fire", events: 1, inMs: 0, gapMs: 0 });
    await everyoneHas(1);
    expect(readers[0]!.events[0]!.data).toHaveLength(1000);
    expect((await page.count()).pages).toBe(2);
    await other.close();
  });

  it("pause the events and let them go on", async () => {
    await look(["websocket"]);
    await page.set({ rate: 100, paused: false });
    await everyoneHas(5);
    await page.set({ paused: true });
    const { emitted } = await page.count();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await page.count()).emitted).toBe(emitted);
  });

  it("bring a crowd on server halves of its own, and send it away when no one looks", async () => {
    await look([]);
    const crowd = async (): Promise<number[]> => {
      const { lanes } = await page.count();
      return LANES.map((lane) => lanes[lane].crowd.eventsSent);
    };
    const before = await crowd();
    const pageSent = LANES.map((lane) => page.hello.stats.lanes[lane].page.eventsSent);
    await page.set({ clients: 6, pollIntervalMs: 100 });
    await until("the crowd is connected", async () => {
      const { lanes } = await page.count();
      return LANES.every((lane) => lanes[lane].crowd.requests >= 5);
    });
    await page.ask({ type: "fire", events: 4, inMs: 0, gapMs: 10 });
    await until("the crowd has them", async () =>
      (await crowd()).every((sent, i) => sent - before[i]! === 20),
    );
    const { lanes } = await page.count();
    expect(LANES.map((lane) => lanes[lane].page.eventsSent)).toEqual(pageSent);
    const polled = (await page.count()).lanes.polling.crowd.requests;
    await page.close();
    // Five clients would ask fifty times.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    page = await TestPage.open(demo.url);
    expect(page.hello.stats.lanes.polling.crowd.requests - polled).toBeLessThan(25);
    await page.set({ clients: 1 });
  });

  it.each([
    [{ rate: CAPS.rate.max + 1 }, /rate: found 101; expected a number from 0.1 to 100/],
    [{ payloadBytes: 1e9 }, /payloadBytes/],
    [{ clients: 51 }, /clients/],
    [{ clients: 2.5 }, /whole number/],
    [{ rate: Number.NaN }, /rate/],
    [{ rate: 100, clients: 50 }, /5000 a second; at most 1000/],
    [{ jitterMs: 20, delayMs: 10 }, /at most the delay/],
    [{ arrivals: "never" }, /arrivals/],
    [{ port: 80 }, /no setting of that name: port/],
    [JSON.parse('{"__proto__": {"rate": 7}}'), /no setting/],
  ])("are refused outside of their limits: %j", async (settings, message) => {
    page = await TestPage.open(demo.url);
    const before = page.hello.settings;
    const answer = await page.ask({ type: "set", settings });
    expect(answer).toMatchObject({ type: "refused", message: expect.stringMatching(message) });
    await page.close();
    page = await TestPage.open(demo.url);
    expect(page.hello.settings).toEqual(before);
  });

  it.each([
    [{ type: "fire", events: 51, inMs: 0, gapMs: 0 }, /events/],
    [{ type: "fire", events: 1, inMs: 60_000, gapMs: 0 }, /inMs/],
    [{ type: "drop", forMs: 60_000 }, /forMs/],
    [{ type: "stall", forMs: 11_000 }, /forMs/],
    [{ type: "reboot" }, /no command/],
  ] as const)("refuse the command %j", async (command, message) => {
    page = await TestPage.open(demo.url);
    const answer = await page.ask(command as never);
    expect(answer).toMatchObject({ type: "refused", message: expect.stringMatching(message) });
  });

  it("refuse to fire more than the highest rate for long", async () => {
    await look([]);
    const { emitted } = await page.count();
    const asked = Array.from({ length: 30 }, () => page.ask({ type: "fire", events: 50, inMs: 0, gapMs: 0 }));
    const refused = (await Promise.all(asked)).filter(({ type }) => type === "refused");
    expect(refused.length).toBeGreaterThan(15);
    const fired = (await page.count()).emitted - emitted;
    expect(fired).toBe((30 - refused.length) * 50);
  });

  it("tell the stream's clock at once", async () => {
    page = await TestPage.open(demo.url);
    const before = (await page.count()).at;
    page.socket.send(JSON.stringify({ type: "clock", sent: 12.5 }));
    const { sent, at } = await page.next("clock");
    expect(sent).toBe(12.5);
    expect(at).toBeGreaterThanOrEqual(before);
    expect((await page.count()).at).toBeGreaterThanOrEqual(at);
  });
});
