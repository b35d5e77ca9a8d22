import { createServer } from "node:net";

/** A server on a loopback address that sends back what it gets. */
export interface Echo {
  readonly port: number;
  close(): void;
}

/** Starts one on a free port; rejects where that is not allowed. */
export async function startEcho(): Promise<Echo> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", (chunk) => socket.write(chunk));
    // One who leaves in the middle is told by the other side.
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the echo listens on no port");
  return { port: address.port, close: () => server.close() };
}
