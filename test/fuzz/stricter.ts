import type { Refusal } from "./cursor.ts";

/**
 * What our response reader refuses by decision although Node's parser may take it, and why. Everything else
 * that it refuses, Node's parser must refuse as well.
 */
export const STRICTER: ReadonlyMap<Refusal, string> = new Map([
  ["line break before a response", "RFC 9112, 2.2 allows it before requests only"],
  ["major version", "RFC 9112, 2.3: another version, another syntax"],
  ["status below 100", "RFC 9110, 15: the first digit is a class of responses"],
  ["reason phrase", "RFC 9112, 4: no control characters"],
  ["bare carriage return after the status", "RFC 9112, 2.2: llhttp takes it for a line's end"],
  ["folded line", "RFC 9112, 5.2: long obsolete"],
  ["bare line feed", "RFC 9112, 2.2 allows it; readers differ on it"],
  ["Content-Length too large", "beyond 2^53 - 1; llhttp counts to 2^64 - 1, where no body follows it"],
  ["coding not asked for", "RFC 9112, 7.4: we send no TE header"],
  ["tab in Transfer-Encoding", "Node reads this until the end of the connection"],
  ["body where none can be", "RFC 9110, 8.6: no 1xx or 204 has a length"],
  ["protocol switch", "Node leaves the connection to its user"],
  ["interim response that closes", "Node refuses what comes after it, so nothing can be answered"],
  ["chunk extension", "RFC 9112, 7.1.1: llhttp takes empty names and values, stray quotes, and delete"],
  ["framing in a trailer", "RFC 9110, 6.5.1: nothing that a message or the connection ends by"],
  ["bytes after the last response", "a second answer to one request"],
  ["limit", "our limits are our own"],
] satisfies [Refusal, string][]);

/** What both take and llhttp reads against RFC 9110, so that nothing can be learnt from it. */
export const NOT_COMPARED: ReadonlyMap<string, RegExp> = new Map([
  // 5.6.3: a tab is a blank as good as a space; llhttp does not know "close" with one after it.
  ["a tab after a connection option", /^connection:[^\r\n]*[^\s,][ \t]*\t/im],
  // 7.6.1: there is no such header; llhttp takes it for Connection.
  ["Proxy-Connection", /^proxy-connection:/im],
]);
