import { applyOverrides } from "../core/scenario/override.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { formatDuration } from "../core/units.ts";
import { serveTransport } from "../harness/serve.ts";
import { quoted } from "./command-line.ts";
import { onInterrupt } from "./interrupt.ts";
import { portOf } from "./port.ts";
import { findScenario, servedEntryNamed } from "./scenarios.ts";
import type { System } from "./system.ts";

/** The options of `bench serve`, as commander gives them. */
export interface ServeCommandOptions {
  readonly scenario: string;
  readonly rate?: string;
  readonly duration: string;
  readonly port: string;
  readonly host: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** `bench serve`: publishes a scenario's events by one transport until a signal comes. */
export async function serve(
  system: System,
  transport: string,
  options: ServeCommandOptions,
): Promise<number> {
  const port = portOf(options.port);
  const found = await findScenario(options.scenario, system.cwd);
  const scenario = applyOverrides(found, { rate: options.rate, duration: options.duration });
  const entry = servedEntryNamed(scenario, transport);
  if (!LOOPBACK.test(options.host)) {
    system.stderr.write(
      `warning: ${options.host} can be reached from other machines; there is no access control\n`,
    );
  }
  const interruption = onInterrupt(system, () =>
    system.stderr.write("stopping; Ctrl-C again to stop at once\n"),
  );
  const { host } = options;
  const { url, closed } = await serveTransport({ entry, scenario, host, port, signal: interruption.signal });
  system.stdout.write(`${url}\n\n${lookText(entry, scenario, url)}\n`);
  system.stderr.write("Ctrl-C ends it\n");
  await closed;
  interruption.done();
  // A server has no end of its own: being stopped is how it is done.
  return 0;
}

/** How to look at a transport by hand, ready to paste. */
export function lookText(
  { transport, params }: TransportEntry,
  { stream, phases }: Scenario,
  url: string,
): string {
  const at = (path: string): string => new URL(path, url).href;
  const span = formatDuration(phases.warmupMs + phases.measureMs);
  const events = `${stream.rate} events/s, ${stream.arrivals}, for ${span}; after=N gives what is newer than N`;
  switch (transport) {
    case "polling":
      return [
        `Ask for what is new (${events}):`,
        `  curl -si ${quoted(at("/polling?after=0"))}`,
        "Ask once a second, as its clients do:",
        `  watch -n 1 curl -s ${quoted(at("/polling?after=0"))}`,
      ].join("\n");
    case "long-polling":
      return [
        `Wait for the next event (${events}):`,
        `  curl -si ${quoted(at(`/long-polling?after=0&holdMs=${params.holdMs ?? 25_000}`))}`,
        "Ask again with the newest seq of the answer as N, as its clients do.",
      ].join("\n");
    case "sse":
      return [
        `Watch the stream (${events}):`,
        `  curl -siN ${quoted(at("/sse?after=0"))}`,
        "Last-Event-ID: N, as browsers send it when they come again, wins over after=N.",
      ].join("\n");
    case "websocket": {
      const socket = at("/websocket?after=0").replace(/^http/, "ws");
      return [
        `In a browser's console, on a page of this machine or about:blank (${events}):`,
        `  new WebSocket(${JSON.stringify(socket)}).onmessage = (event) => console.log(event.data)`,
      ].join("\n");
    }
    default:
      return `${transport} brings its own way to be looked at (${events}).`;
  }
}
