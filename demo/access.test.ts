import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { CAPS, LANES } from "./protocol.ts";
import type { RunningDemo } from "./server.ts";
import { TestPage } from "./testing/page.ts";
import { startTestDemo } from "./testing/start.ts";

const PAGE = { html: "<!doctype html><p>page", script: "// script", style: "/* style */" };

let demo: RunningDemo;
let port: number;
let lanes: Readonly<Record<(typeof LANES)[number], string>>;
beforeAll(async () => {
  demo = await startTestDemo({ assets: PAGE });
  port = Number(new URL(demo.url).port);
  const page = await TestPage.open(demo.url);
  lanes = page.hello.lanes;
  await page.close();
});
afterAll(() => demo.close());

/** What is answered to a request, its bytes as they are: no client in between that would tidy the path up. */
async function ask(at: number, path: string, headers: Readonly<Record<string, string>>, method = "GET") {
  const socket = connect(at, "127.0.0.1");
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const [data] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  const answer = String(data);
  return {
    status: Number(answer.split(" ", 2)[1]),
    head: answer.split("\r\n\r\n", 1)[0]!.toLowerCase(),
    answer,
  };
}

const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** What a browser adds where another site's page asks without CORS, and so without an origin. */
const CROSS_SITE = { "Sec-Fetch-Site": "cross-site" };

/** Whom the page's server and every lane turn away: [Host, Origin]. */
const strangers = (own: number): (readonly [string, string | undefined])[] => [
  [`evil.example:${own}`, undefined],
  [`evil.example:${own}`, `http://evil.example:${own}`],
  [`127.0.0.1.evil.example:${own}`, undefined],
  [`127.0.0.1:${own}`, "http://evil.example"],
  [`127.0.0.1:${own}`, "null"],
  [`127.0.0.1:${own}`, `https://127.0.0.1:${port}`],
  [`127.0.0.1:${own}`, "http://127.0.0.1:1"],
];

const headersOf = (host: string, origin: string | undefined): Record<string, string> => ({
  Host: host,
  ...(origin === undefined ? {} : { Origin: origin }),
});

describe("the page's server", () => {
  it("sends the page, its script and its style, with a policy that lets it talk to the lanes alone", async () => {
    const page = await fetch(demo.url);
    expect(await page.text()).toBe(PAGE.html);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    const allowed = /connect-src ([^;]*)/.exec(policy)?.[1]?.split(" ") ?? [];
    const origins = [new URL(demo.url).origin, ...Object.values(lanes)];
    expect(allowed.toSorted()).toEqual(
      [...origins, ...origins.map((origin) => origin.replace("http", "ws"))].toSorted(),
    );
    expect(await (await fetch(`${demo.url}demo.js`)).text()).toBe(PAGE.script);
    const style = await fetch(`${demo.url}demo.css`);
    expect(style.headers.get("content-type")).toContain("text/css");
    expect(style.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("turns away every other name and every other page", async () => {
    for (const [host, origin] of strangers(port)) {
      for (const path of ["/", "/demo.js"]) {
        const { status, answer } = await ask(port, path, headersOf(host, origin));
        expect([host, origin, status]).toEqual([host, origin, 403]);
        expect(answer).not.toContain("page<");
      }
      const upgrade = await ask(port, "/control", { ...headersOf(host, origin), ...UPGRADE });
      expect([host, origin, upgrade.status]).toEqual([host, origin, 403]);
    }
  });

  it("sends a browser that comes by the machine's name to the one origin there is", async () => {
    const { status, head } = await ask(port, "/", { Host: `localhost:${port}` });
    expect(status).toBe(307);
    expect(head).toContain(`location: ${demo.url}`);
    const upgrade = await ask(port, "/control", { Host: `localhost:${port}`, ...UPGRADE });
    expect(upgrade.status).toBe(403);
  });

  it.each([
    "/../package.json",
    "/..%2f..%2fpackage.json",
    "/page/main.ts",
    "/demo.js/../../server.ts",
    "//etc/passwd",
    "http://127.0.0.1/etc/passwd",
    "/%00",
  ])("knows no other path: %s", async (path) => {
    expect((await ask(port, path, { Host: `127.0.0.1:${port}` })).status).toBe(404);
  });

  it("takes no bodies", async () => {
    const headers = { Host: `127.0.0.1:${port}`, "Content-Length": "1000000" };
    const { status, head } = await ask(port, "/", headers, "POST");
    expect(status).toBe(405);
    expect(head).toContain("connection: close");
  });

  it("listens on loopback alone", async () => {
    const socket = connect(port, "127.0.0.2");
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  });
});

describe("each lane", () => {
  it.each(LANES)("turns away every other name and every other page: %s", async (lane) => {
    const at = Number(new URL(lanes[lane]).port);
    for (const [host, origin] of strangers(at)) {
      const extra = lane === "websocket" ? UPGRADE : {};
      const { status, head } = await ask(at, `/${lane}?after=0`, { ...headersOf(host, origin), ...extra });
      expect([host, origin, status]).toEqual([host, origin, 403]);
      expect(head).not.toContain("access-control");
    }
  });

  it.each(LANES)("turns away what another site embeds, which names no origin: %s", async (lane) => {
    const at = Number(new URL(lanes[lane]).port);
    const extra = lane === "websocket" ? UPGRADE : {};
    const headers = { ...headersOf(`127.0.0.1:${at}`, undefined), ...CROSS_SITE, ...extra };
    expect((await ask(at, `/${lane}?after=0`, headers)).status).toBe(403);
  });

  it.each(["polling", "sse"] as const)("may be read by our page, without a preflight: %s", async (lane) => {
    const at = Number(new URL(lanes[lane]).port);
    const origin = new URL(demo.url).origin;
    const { head } = await ask(at, `/${lane}?after=0`, headersOf(`127.0.0.1:${at}`, origin));
    expect(head).toContain(`access-control-allow-origin: ${origin}`);
    expect((await ask(at, `/${lane}`, headersOf(`127.0.0.1:${at}`, origin), "OPTIONS")).status).toBe(404);
  });

  it("holds only so many connections", async () => {
    const at = Number(new URL(lanes.polling).port);
    const sockets = Array.from({ length: CAPS.laneConnections + 5 }, () => connect(at, "127.0.0.1"));
    const page = await TestPage.open(demo.url);
    const ended = new Set<unknown>();
    for (const socket of sockets) {
      socket.on("error", () => {});
      socket.on("close", () => ended.add(socket));
      socket.resume();
    }
    await vi.waitFor(() => expect(ended.size).toBeGreaterThanOrEqual(5));
    expect((await page.count()).lanes.polling.link.open).toBeLessThanOrEqual(CAPS.laneConnections);
    for (const socket of sockets) socket.destroy();
    await page.close();
  });
});

describe("the control channel", () => {
  const closeOf = (page: TestPage): Promise<number> =>
    vi.waitFor(() => page.closedWith ?? Promise.reject(new Error("it is open still")), { timeout: 5000 });

  it.each([
    ["nonsense", "hello", 1003],
    ["more than a message may have", JSON.stringify({ pad: "x".repeat(CAPS.controlBytes) }), 1009],
    ["bytes", Buffer.from([1, 2]), 1003],
  ])("is closed to who sends %s", async (_, data, code) => {
    const page = await TestPage.open(demo.url);
    page.socket.send(data);
    expect(await closeOf(page)).toBe(code);
  });

  it("is closed to who sends too much", async () => {
    const page = await TestPage.open(demo.url);
    for (let i = 0; i <= CAPS.controlPerSecond; i++) page.socket.send('{"type":"clock","sent":0}');
    expect(await closeOf(page)).toBe(1008);
  });

  it("takes only so many pages", async () => {
    const pages = await Promise.all(Array.from({ length: CAPS.pages }, () => TestPage.open(demo.url)));
    const extra = new TestPage(demo.url);
    expect(await closeOf(extra)).toBe(1013);
    expect(extra.heard).toEqual([]);
    await Promise.all(pages.map((page) => page.close()));
    const again = await TestPage.open(demo.url);
    await again.close();
  });

  it("is nowhere else", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/controls`);
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toContain("404");
  });
});
