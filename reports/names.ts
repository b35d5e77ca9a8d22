/** How prose calls the transports the project knows; any other goes by its own name. */
const IN_PROSE: Readonly<Record<string, string>> = {
  polling: "polling",
  "long-polling": "long polling",
  websocket: "WebSocket",
  sse: "SSE",
  "http-stream": "HTTP streaming",
  tcp: "TCP",
  udp: "UDP",
  unix: "Unix socket",
};

/** A scenario's entry in prose: its transport's name, or its label where it has one of its own. */
export function proseName(id: string, transport: string): string {
  return id === transport && Object.hasOwn(IN_PROSE, id) ? IN_PROSE[id]! : id;
}

/** The same at the start of a sentence or a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

/** `1 block`, `3 blocks`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
