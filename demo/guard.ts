import type { IncomingMessage } from "node:http";

/** Where everything of the demo listens, and nowhere else. */
export const HOST = "127.0.0.1";

/** What to do with a request to the page's own server. */
export type Admission =
  | "admitted"
  /** The same machine by its name: the page has one origin, so the browser is sent there. */
  | "elsewhere"
  | "refused";

/**
 * Looks at who asks. `Host` has to be our address, so that a foreign name that was made to point here (DNS
 * rebinding) gets nothing, and `Origin`, where there is one, our page's.
 */
export function admission({ headers }: IncomingMessage, port: number): Admission {
  const { host, origin } = headers;
  if (host === `localhost:${port}` && origin === undefined) return "elsewhere";
  const ours = `${HOST}:${port}`;
  // A browser leaves out the port that is the scheme's own.
  const named = host === ours || (port === 80 && host === HOST);
  return named && (origin === undefined || origin === originOf(port)) ? "admitted" : "refused";
}

/** The origin of the page behind a port, as browsers write it. */
export const originOf = (port: number): string => new URL(`http://${HOST}:${port}`).origin;
