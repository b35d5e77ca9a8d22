import { get, type IncomingMessage } from "node:http";
import { Duplex } from "node:stream";

/** What a reader makes of a response: its status and body, or that it refuses. */
export type Outcome = { readonly status: number; readonly body: string } | "refused";

/** What Node's own HTTP client makes of these bytes, after which the server closes. */
export function nodeReads(bytes: Uint8Array): Promise<Outcome> {
  return new Promise((resolve) => {
    const refuse = (): void => resolve("refused");
    const socket = new Duplex({
      read() {},
      write: (_chunk, _encoding, done) => done(),
    });
    const request = get(
      { host: "reference", createConnection: () => socket },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", refuse);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("latin1") });
        });
      },
    );
    request.on("error", refuse);
    request.on("upgrade", refuse);
    socket.push(bytes);
    socket.push(null);
  });
}
