import type { HeaderProfile } from "../core/scenario.ts";
import type { RequestHeaders } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";

/** The Chromium whose headers the `browser` profile sends. */
export const BROWSER_VERSION = "Chromium 156.0.8078.79 on Linux x86_64";

const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

// Both lists are what the browser named above sent, in its order, taken off the socket by
// scripts/capture-headers.mjs from a window under Xvfb. Headless differs in one word: it calls itself
// HeadlessChrome in User-Agent. A loopback page is a trustworthy origin, so these are the lines of an https page,
// too; Google's own Chrome has one brand more in sec-ch-ua.

const browserFetch = (host: string): readonly string[] => [
  `Host: ${host}`,
  "Connection: keep-alive",
  'sec-ch-ua-platform: "Linux"',
  `User-Agent: ${USER_AGENT}`,
  'sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156"',
  "sec-ch-ua-mobile: ?0",
  "Accept: */*",
  "Sec-Fetch-Site: same-origin",
  "Sec-Fetch-Mode: cors",
  "Sec-Fetch-Dest: empty",
  `Referer: http://${host}/`,
  "Accept-Encoding: gzip, deflate, br, zstd",
  "Accept-Language: en-US,en;q=0.9",
];

// Chromium puts Connection after Host, Upgrade after User-Agent, and Sec-WebSocket-Version and -Key around
// Accept-Encoding and Accept-Language. The handshake sends those four after the rest: as many bytes, another order.
const browserHandshake = (host: string): readonly string[] => [
  `Host: ${host}`,
  "Pragma: no-cache",
  "Cache-Control: no-cache",
  `User-Agent: ${USER_AGENT}`,
  `Origin: http://${host}`,
  "Accept-Encoding: gzip, deflate, br, zstd",
  "Accept-Language: en-US,en;q=0.9",
  "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
];

const leanLines = (host: string): readonly string[] => [`Host: ${host}`];

/**
 * The header lines that every client of a scenario sends.
 *
 * `lean` is the least that HTTP/1.1 allows: Host. `browser` is what `BROWSER_VERSION` sends with a same-origin
 * `fetch` and with a WebSocket handshake; the latter offers compression, which a server may decline.
 *
 * `cookieBytes` above 0 adds a `Cookie` line at the end whose value has exactly that many bytes; the line costs
 * 10 more, for its name and its CRLF.
 */
export function requestHeaders(profile: HeaderProfile, cookieBytes: Bytes): RequestHeaders {
  const cookie = cookieBytes === 0 ? [] : [`Cookie: ${cookieValue(cookieBytes)}`];
  const text = (lines: readonly string[]): string =>
    [...lines, ...cookie].map((line) => `${line}\r\n`).join("");
  switch (profile) {
    case "lean":
      return { fetch: (host) => text(leanLines(host)), handshake: (host) => text(leanLines(host)) };
    case "browser":
      return { fetch: (host) => text(browserFetch(host)), handshake: (host) => text(browserHandshake(host)) };
    default:
      return profile satisfies never;
  }
}

/** A cookie of a given length: one name and one value, cut short where there is no room for both. */
function cookieValue(bytes: Bytes): string {
  return "session=".padEnd(bytes, "0123456789abcdef").slice(0, bytes);
}
