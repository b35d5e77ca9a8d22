import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Connection, type ConnectionAddress } from "./connection.ts";
import { wireError } from "./errors.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server on a free loopback port, and the sockets it accepts, one by one. */
async function listen(): Promise<{ address: ConnectionAddress; accepted: () => Promise<Socket> }> {
  const server = createServer({ allowHalfOpen: true });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: "127.0.0.1", port },
    accepted: async () => {
      const [socket] = (await once(server, "connection")) as [Socket];
      return socket;
    },
  };
}

/** A handler that writes down what it hears and lets a test wait for it. */
class Recorder {
  readonly heard: string[] = [];
  readonly over: Promise<Error | undefined>;
  readonly stands: Promise<void>;
  /** What `data` does with a read, besides writing it down. */
  onData: (buffer: Buffer, end: number) => void = () => {};
  onConnected: () => void = () => {};
  #connected!: () => void;
  #ended!: (error?: Error) => void;

  constructor() {
    this.stands = new Promise((resolve) => {
      this.#connected = resolve;
    });
    this.over = new Promise((resolve) => {
      this.#ended = resolve;
    });
  }

  connected(): void {
    this.heard.push("connected");
    this.#connected();
    this.onConnected();
  }

  data(buffer: Buffer, end: number): void {
    this.heard.push(`data ${buffer.toString("latin1", 0, end)}`);
    this.onData(buffer, end);
  }

  ended(error?: Error): void {
    this.heard.push(error === undefined ? "ended" : `ended: ${error.message}`);
    this.#ended(error);
  }
}

/** Waits until everything that the ended socket could still have said was said. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe("Connection", () => {
  it("carries bytes both ways and ends when the server closes", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    await recorder.stands;

    connection.write("GET é\r\n");
    connection.write(Uint8Array.of(1, 2));
    const [request] = (await once(server, "data")) as [Buffer];
    server.end("answer");

    expect(await recorder.over).toBeUndefined();
    expect(request.subarray(0, 7).toString("latin1")).toBe("GET é\r\n");
    expect(recorder.heard).toEqual(["connected", "data answer", "ended"]);
    expect([connection.bytesRead, connection.bytesWritten]).toEqual([6, 9]);
    server.destroy();
  });

  it("sends what was written before it stood", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);

    connection.write("early");

    expect(connection.bytesWritten).toBe(5);
    const server = await accepted();
    const [received] = (await once(server, "data")) as [Buffer];
    expect(received.toString()).toBe("early");
    server.destroy();
    await recorder.over;
    expect(connection.bytesWritten).toBe(5);
  });

  it("tells a refused connection by its end alone", async () => {
    const { address } = await listen();
    const server = servers.pop()!;
    server.close();
    await once(server, "close");
    const recorder = new Recorder();

    const connection = new Connection(address, recorder);
    connection.write("never sent");

    expect(await recorder.over).toMatchObject({ code: "ECONNREFUSED" });
    await settled();
    expect(recorder.heard).toHaveLength(1);
    expect([connection.bytesRead, connection.bytesWritten]).toEqual([0, 0]);
  });

  it("tells a reset by the server as an error, once", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    await recorder.stands;
    connection.write("hello");
    await once(server, "data");

    server.resetAndDestroy();

    expect(await recorder.over).toMatchObject({ code: "ECONNRESET" });
    await settled();
    expect(recorder.heard).toEqual(["connected", "ended: read ECONNRESET"]);
    expect(connection.bytesWritten).toBe(5);
  });

  it("resets the connection when it is destroyed, although nothing was unread", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    await recorder.stands;
    server.resume();
    const broken = once(server, "error");

    connection.destroy();

    expect(await broken).toMatchObject([{ code: "ECONNRESET" }]);
    expect(await recorder.over).toBeUndefined();
  });

  it("hears nothing and sends nothing more once it is destroyed", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    await recorder.stands;
    connection.write("abc");
    await once(server, "data");
    server.on("error", () => {});
    server.write("too late");

    connection.destroy();
    connection.destroy();
    connection.write("not counted");

    expect(recorder.heard).toEqual(["connected"]);
    expect(await recorder.over).toBeUndefined();
    await settled();
    expect(recorder.heard).toEqual(["connected", "ended"]);
    expect([connection.bytesRead, connection.bytesWritten]).toEqual([0, 3]);
  });

  it("abandons an attempt to connect when it is destroyed", async () => {
    const { address } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);

    connection.destroy();

    expect(await recorder.over).toBeUndefined();
    await settled();
    expect(recorder.heard).toEqual(["ended"]);
    expect(connection.bytesWritten).toBe(0);
  });

  it("sends everything and then a FIN when it ends in order", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    await recorder.stands;
    const received: Buffer[] = [];
    server.on("data", (bytes: Buffer) => received.push(bytes));

    connection.write("x".repeat(300_000));
    connection.end();
    connection.write("not counted");
    await once(server, "end");
    server.end("bye");

    expect(await recorder.over).toBeUndefined();
    expect(Buffer.concat(received)).toHaveLength(300_000);
    expect(recorder.heard).toEqual(["connected", "data bye", "ended"]);
    expect([connection.bytesRead, connection.bytesWritten]).toEqual([3, 300_000]);
  });

  it.each(["data", "connected"] as const)("ends with the wire error that %s threw", async (where) => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const refuse = (): never => {
      throw wireError("nonsense");
    };
    if (where === "data") recorder.onData = refuse;
    else recorder.onConnected = refuse;
    const connection = new Connection(address, recorder);
    const server = await accepted();
    server.on("error", () => {});
    server.write("?");

    expect(await recorder.over).toMatchObject({ code: "WIRE", message: "nonsense" });

    await settled();
    expect(recorder.heard.filter((line) => line.startsWith("ended"))).toHaveLength(1);
    expect(connection.bytesRead).toBe(where === "data" ? 1 : 0);
  });

  it("keeps many connections apart although they share one buffer", async () => {
    const { address, accepted } = await listen();
    const recorders: Recorder[] = [];
    const received = Array.from({ length: 5 }, () => "");
    for (let i = 0; i < received.length; i++) {
      const recorder = new Recorder();
      recorder.onData = (buffer, end) => {
        received[i] += buffer.toString("latin1", 0, end);
      };
      recorders.push(recorder);
      new Connection(address, recorder);
      const server = await accepted();
      server.end(String(i).repeat(200_000));
    }

    await Promise.all(recorders.map((recorder) => recorder.over));

    expect(received).toEqual(received.map((_, i) => String(i).repeat(200_000)));
  });

  // Only Linux answers on all of 127.0.0.0/8 without being told to.
  it.runIf(process.platform === "linux")("comes from the local address it was given", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection({ ...address, localAddress: "127.0.0.2" }, recorder);

    const server = await accepted();

    expect(server.remoteAddress).toBe("127.0.0.2");
    server.on("error", () => {});
    await recorder.stands;
    connection.destroy();
    await recorder.over;
  });

  it("gives up on a server that does not read", async () => {
    const { address, accepted } = await listen();
    const recorder = new Recorder();
    const connection = new Connection(address, recorder);
    const server = await accepted();
    server.on("error", () => {});
    server.pause();
    await recorder.stands;

    // The kernel takes several megabytes before anything waits here.
    const mebibyte = Buffer.alloc(1024 ** 2);
    for (let i = 0; i < 64; i++) connection.write(mebibyte);

    expect(await recorder.over).toMatchObject({
      code: "WIRE",
      message: expect.stringContaining("the server does not read"),
    });
    server.destroy();
  });
});
