import { expect, it } from "vitest";
import { readBuiltIn, servedEntryNamed } from "./scenarios.ts";
import { lookText } from "./serve.ts";

it.each([
  ["polling", "curl -si 'http://127.0.0.1:80/polling?after=0'"],
  ["long-polling", "curl -si 'http://127.0.0.1:80/long-polling?after=0&holdMs=25000'"],
  ["sse", "curl -siN 'http://127.0.0.1:80/sse?after=0'"],
  ["websocket", 'new WebSocket("ws://127.0.0.1:80/websocket?after=0")'],
] as const)("says how to look at %s", async (transport, command) => {
  const quick = await readBuiltIn("quick");
  const text = lookText(servedEntryNamed(quick, transport), quick, "http://127.0.0.1:80");
  expect(text.replaceAll("127.0.0.1/", "127.0.0.1:80/")).toContain(command);
});
