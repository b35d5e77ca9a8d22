import { delimiter, join } from "node:path";
import { BenchError, EXIT } from "../core/errors.ts";
import type { Scenario } from "../core/scenario.ts";
import { isPrivateLoopback } from "../harness/network.ts";
import { SIGNAL_EXIT } from "./interrupt.ts";
import type { NetnsHost } from "./netns-host.ts";
import type { Signal, System } from "./system.ts";

/** Tells the program that it is the one inside; what it says is checked. */
export const NETNS_VARIABLE = "POLLS_APART_NETNS";

/** Where administrators' programs are on systems whose PATH leaves them out for everyone else. */
const ADMIN_FOLDERS = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

const HINT = "drop --netns: network bytes are then estimated from the stream";

/** Throws `USAGE` where a scenario's traffic cannot be told from the rest even in a namespace of its own. */
export function checkCountable({ name, link }: Scenario): void {
  if (link === undefined) return;
  throw new BenchError("USAGE", `${name} has a link, which --netns cannot count through`, {
    hint: `the relay's own traffic crosses the same interface, so every byte would count twice; drop the link, or ${HINT}`,
  });
}

/** Whether this process is the one that was started inside a namespace. */
export const isInside = ({ env }: System): boolean => (env[NETNS_VARIABLE] ?? "") !== "";

/**
 * Runs this program again with the same arguments in a network namespace of its own and returns its exit code.
 * Signals are handed on through a channel, each once: a terminal sends Ctrl-C to both processes, and the one
 * inside leaves the direct one aside. Throws `USAGE` where a namespace cannot be had.
 */
export async function runInside(system: System, host: NetnsHost): Promise<number> {
  checkAvailable(system, host);
  const child = host.start([...namespaceCommand(system, host), ...host.program, ...system.argv], {
    ...system.env,
    [NETNS_VARIABLE]: "1",
  });
  const done = system.onSignal((signal) => child.tell(signal));
  try {
    const { code, signal } = await child.ended;
    if (code !== null) return code;
    if (signal === "SIGINT" || signal === "SIGTERM") return SIGNAL_EXIT[signal];
    system.stderr.write(`error: the run in the network namespace was killed by ${signal}\n`);
    return EXIT.fault;
  } finally {
    done();
  }
}

/** Makes a namespace with a working loopback interface and lets it go. Throws `USAGE` where it cannot be had. */
export function checkAvailable(system: System, host: NetnsHost): void {
  const tried = host.run([...namespaceCommand(system, host), ...loopbackCommand(system, host)]);
  if (tried !== undefined) throw unavailable(`a network namespace cannot be had here: ${tried}`);
}

/**
 * Checks that this process is alone in its namespace, brings the loopback interface up, and returns the system
 * with signals that come from who started it; that one's end counts as SIGTERM. Throws `USAGE` where the
 * namespace is not its own.
 */
export function settleInside(system: System, host: NetnsHost): System {
  const { parent } = host;
  if (parent === undefined || !isPrivateLoopback(host.interfaces())) {
    throw new BenchError("USAGE", `${NETNS_VARIABLE} is set, but this is no network namespace of its own`, {
      hint: `unset ${NETNS_VARIABLE}: --netns makes the namespace itself`,
    });
  }
  const failed = host.run(loopbackCommand(system, host));
  if (failed !== undefined) throw unavailable(`the loopback interface does not come up: ${failed}`);
  return {
    argv: system.argv,
    env: system.env,
    cwd: system.cwd,
    stdout: system.stdout,
    stderr: system.stderr,
    now: () => system.now(),
    exit: (code) => system.exit(code),
    onSignal(listener) {
      const ignored = system.onSignal(() => {});
      const done = parent.onMessage((message) => {
        if (isSignal(message)) listener(message);
      });
      const alone = parent.onGone(() => listener("SIGTERM"));
      return () => {
        ignored();
        done();
        alone();
      };
    },
  };
}

/** What a command goes after, to run in new user and network namespaces: no privilege is needed for that. */
function namespaceCommand(system: System, host: NetnsHost): readonly string[] {
  if (host.platform !== "linux") throw unavailable(`--netns needs Linux; this is ${host.platform}`);
  const unshare = find("unshare", system, host);
  if (unshare === undefined) throw unavailable("--netns needs the program unshare (of util-linux)");
  return [unshare, "--user", "--map-root-user", "--net", "--"];
}

/** The command that brings the loopback interface up. */
function loopbackCommand(system: System, host: NetnsHost): readonly string[] {
  const ip = find("ip", system, host);
  if (ip !== undefined) return [ip, "link", "set", "lo", "up"];
  const ifconfig = find("ifconfig", system, host);
  if (ifconfig !== undefined) return [ifconfig, "lo", "up"];
  throw unavailable("--netns needs the program ip (of iproute2) or ifconfig");
}

/** Where a program is; relative folders of PATH are passed over. */
function find(name: string, { env }: System, host: NetnsHost): string | undefined {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return [...folders, ...ADMIN_FOLDERS]
    .map((folder) => join(folder, name))
    .find((path) => host.executable(path));
}

const unavailable = (message: string): BenchError => new BenchError("USAGE", message, { hint: HINT });

const isSignal = (message: unknown): message is Signal => message === "SIGINT" || message === "SIGTERM";
