import type { HeaderProfile } from "../core/scenario.ts";
import type { Bytes } from "../core/units.ts";
import { requestHeaders } from "./headers.ts";

/** What autocannon writes by itself. */
const ITS_OWN = new Set(["host", "connection"]);

/** The header lines of a request for events as names and values, for a client that writes Host and Connection itself. */
export function headerFields(profile: HeaderProfile, cookieBytes: Bytes): Record<string, string> {
  const lines = requestHeaders(profile, cookieBytes).fetch("127.0.0.1").split("\r\n");
  return Object.fromEntries(
    lines
      .map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      })
      .filter(([name]) => name !== "" && !ITS_OWN.has(name.toLowerCase())),
  );
}
