import { WebSocket } from "ws";
import type { ServedName } from "../../core/transports.ts";

/**
 * What a client that is not ours receives when it subscribes from a cursor: the platform's `fetch`, or `ws`.
 * Resolves when `count` events have come, or the server said that the cursor is gone.
 */
export function subscribe(
  name: ServedName,
  url: string,
  after: number,
  count: number,
): Promise<{ seqs: number[]; gone?: number }> {
  if (name === "sse") return byStream(url, after, count);
  return name === "websocket" ? byWebSocket(url, after, count) : byFetch(name, url, after, count);
}

async function byStream(url: string, after: number, count: number) {
  const seqs: number[] = [];
  const response = await fetch(`${url}/sse?after=${after}`);
  let text = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, gone] = /^event: gone\ndata: (\d+)$/m.exec(block) ?? [];
      if (gone !== undefined) return { seqs, gone: Number(gone) };
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) seqs.push((JSON.parse(data) as { seq: number }).seq);
    }
    if (seqs.length >= count) break;
  }
  return { seqs: seqs.slice(0, count) };
}

async function byFetch(name: string, url: string, after: number, count: number) {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const cursor = seqs.at(-1) ?? after;
    const response = await fetch(`${url}/${name}?after=${cursor}`);
    if (response.status === 410) {
      const { oldest } = (await response.json()) as { oldest: number };
      return { seqs, gone: oldest };
    }
    if (response.status === 204) continue;
    for (const { seq } of (await response.json()) as { seq: number }[]) seqs.push(seq);
  }
  return { seqs };
}

function byWebSocket(url: string, after: number, count: number): Promise<{ seqs: number[]; gone?: number }> {
  return new Promise((resolve, reject) => {
    const seqs: number[] = [];
    const socket = new WebSocket(`${url.replace("http", "ws")}/websocket?after=${after}`);
    socket.on("error", reject);
    socket.on("message", (data) => {
      seqs.push((JSON.parse(String(data)) as { seq: number }).seq);
      if (seqs.length === count) socket.close();
    });
    socket.on("close", (code, reason) => {
      resolve(code === 4410 ? { seqs, gone: Number(String(reason)) } : { seqs });
    });
  });
}
