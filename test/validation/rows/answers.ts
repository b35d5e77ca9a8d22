import type { AddressInfo } from "node:net";
import fastify from "fastify";
import type { Lab } from "../lab.ts";
import { exactly, type Line, type Row } from "../row.ts";
import { openSubject, type Subject, tailFor } from "./halves.ts";
import {
  EMPTY_ANSWER_BYTES,
  HOST,
  JSON_TYPE,
  leanGetBytes,
  okHeadBytes,
  oneEventAnswerBytes,
  TEXT_TYPE,
} from "./parts.ts";
import { RawSocket } from "./raw-socket.ts";

/** As many times each answer is asked for on one connection, which is then read to its end. */
const ASKED = 3;

export const answers: Row = {
  id: "4",
  check: "Fastify 5's answers, bytes on the stream; the product's polling answers, by hand and by a cell",
  quick: true,
  seconds: 3,
  async run(lab) {
    return [...(await plain()), ...(await ours()), ...(await inCell(lab))];
  },
};

/** Fastify with nothing set: its own keep-alive timeout, 72 s, is the one that the product states. */
async function plain(): Promise<Line[]> {
  const app = fastify();
  app.get("/array", (_request, reply) => reply.send([]));
  app.get("/nothing", (_request, reply) => reply.code(204).send());
  app.get("/text", (_request, reply) => reply.send("x".repeat(64)));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  try {
    return [
      // Heads of 170 and 165 B and their bodies; METHOD has the same 172, 112 and 229.
      exactly("Fastify, JSON []", "B", okHeadBytes(JSON_TYPE, 2) + 2, await answerBytes(port, "/array")),
      exactly("Fastify, 204", "B", EMPTY_ANSWER_BYTES, await answerBytes(port, "/nothing")),
      exactly(
        "Fastify, 64 B of text",
        "B",
        okHeadBytes(TEXT_TYPE, 64) + 64,
        await answerBytes(port, "/text"),
      ),
    ];
  } finally {
    await app.close();
  }
}

async function ours(): Promise<Line[]> {
  const subject = await openSubject("polling");
  try {
    const empty = await answerBytes(subject.port, "/polling?after=0");
    const [one, two] = [await withEvents(subject, 1), await withEvents(subject, 2)];
    return [
      exactly("the product's server, nothing new", "B", EMPTY_ANSWER_BYTES, empty),
      // [64 B]: Content-Length 66.
      exactly("the product's server, one event of 64 B", "B", oneEventAnswerBytes(64), one),
      // [64 B,64 B]: Content-Length 131, of three digits.
      exactly("the product's server, two events of 64 B", "B", okHeadBytes(JSON_TYPE, 131) + 131, two),
    ];
  } finally {
    await subject.half.close();
  }
}

/** Fills the log up to so many events and asks for all of them. */
async function withEvents({ feed, port }: Subject, events: number): Promise<number> {
  while (feed.newest < events) feed.append(tailFor(feed.newest + 1, 64));
  return await answerBytes(port, "/polling?after=0");
}

/** The same by a cell: what its metrics say beside what a plain socket counted above. */
async function inCell(lab: Lab): Promise<Line[]> {
  // Polls twice as often as events come: about half the answers are empty, the rest hold one event each.
  const { cell } = await lab.measure({
    transport: "polling",
    params: { intervalMs: 50 },
    clients: 10,
    arrivals: "periodic",
    rate: 10,
    payloadBytes: 18,
    warmupMs: 200,
    measureMs: 800,
  });
  const { requestBytes, emptyResponseBytes, eventOverheadBytes, responseOverheadBytes } = cell.metrics;
  const of = (value: number | undefined): number => value ?? Number.NaN;
  return [
    exactly("a cell's requestBytes", "B", leanGetBytes("/polling?after=0", HOST), of(requestBytes)),
    exactly("a cell's emptyResponseBytes", "B", EMPTY_ANSWER_BYTES, of(emptyResponseBytes)),
    // An event is told with the bracket or comma before it, so the closing bracket is the answer's.
    exactly("a cell's eventOverheadBytes", "B", 1, of(eventOverheadBytes)),
    exactly("a cell's responseOverheadBytes", "B", okHeadBytes(JSON_TYPE, 66) + 1, of(responseOverheadBytes)),
  ];
}

/** Bytes of the answer to a GET, by a socket that asked a few times and was read to its end. */
async function answerBytes(port: number, target: string): Promise<number> {
  const socket = await RawSocket.connect(port);
  try {
    for (let i = 0; i < ASKED; i++) {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
      await socket.take(isWhole);
    }
    await socket.end();
    return socket.bytesRead / ASKED;
  } finally {
    socket.destroy();
  }
}

function isWhole(received: Buffer): boolean {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length =
    /\r\ncontent-length: (\d+)/i.exec(received.subarray(0, headEnd).toString("latin1"))?.[1] ?? "0";
  return received.length >= headEnd + 4 + Number(length);
}
