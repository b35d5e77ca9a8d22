import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { FeedLog } from "./feed.ts";
import { websocket } from "./websocket.ts";

it("a connection reset while its upgrade is refused ends nothing but itself", async () => {
  const server = await websocket.create({ feed: new FeedLog(), maxBufferedBytes: 1024 });
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });
  const port = Number(new URL(url).port);
  const faults: unknown[] = [];
  const heard = (error: unknown): void => void faults.push(error);
  process.on("uncaughtException", heard);
  try {
    for (let i = 0; i < 20; i++) {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      await once(socket, "connect");
      socket.write("GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      socket.resetAndDestroy();
    }
    const last = connect(port, "127.0.0.1");
    last.write("GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = (await once(last, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
    last.destroy();
    await server.close();
    expect(faults).toEqual([]);
  } finally {
    process.off("uncaughtException", heard);
  }
});
