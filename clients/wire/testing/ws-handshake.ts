import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import WebSocket from "ws";

/**
 * Whether the WebSocket client of `ws` accepts an answer to its opening handshake. `answer` makes the answer
 * from the request's key.
 */
export function wsAccepts(answer: (key: string) => Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        const key = /^sec-websocket-key: (.*)\r$/im.exec(chunk.toString("latin1"))?.[1];
        if (key !== undefined) {
          this.push(answer(key));
          this.push(null);
        }
        done();
      },
    });
    // `ws` adjusts the socket it upgrades.
    Object.assign(socket, { setTimeout: () => socket, setNoDelay: () => socket });
    const client = new WebSocket("ws://reference/", { createConnection: () => socket as Socket });
    client.on("upgrade", (_response: IncomingMessage) => {});
    client.on("open", () => resolve(true));
    client.on("error", () => resolve(false));
  });
}
