// The server that all contestants of one contest load: the product's own, with its publisher.

import { hostClock } from "../../dist/core/clock.js";
import { Crew } from "../../dist/harness/crew.js";
import { localEngine } from "../../dist/harness/engines/local.js";
import { ingestPath } from "../../dist/harness/ingest-path.js";

const ANSWER_MS = 20_000;

/** Starts a server of that transport; `publish` sends a stream through it. */
export async function startSubject(transport, stream) {
  const crew = new Crew(localEngine, new AbortController().signal);
  const ingest = ingestPath();
  const server = crew.hire("server", "server");
  const reference = { transport, params: {} };
  const options = { role: "server", transport: reference, ingest: ingest.path, host: "127.0.0.1", port: 0 };
  const { url } = await server.prepare(options);
  const publisher = crew.hire("publisher", "publisher");
  await publisher.prepare({ role: "publisher", stream, ingest: ingest.path });
  return {
    url,
    pid: server.process.pid,
    publish(at) {
      publisher.send({ type: "start", at, from: at, to: at + stream.spanMs * 1e6 });
    },
    async counters() {
      const { report } = await server.ask({ type: "collect" }, "report", ANSWER_MS);
      return { ...report.counters, at: hostClock().now() };
    },
    async stop() {
      await crew.dismiss();
      ingest.remove();
    },
  };
}
