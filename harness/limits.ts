import { availableParallelism } from "node:os";
import { CLIENTS_PER_ADDRESS } from "../clients/addresses.ts";
import { BenchError } from "../core/errors.ts";
import type { Milliseconds } from "../core/units.ts";
import { readText } from "./text-file.ts";

/** What a process opens besides its clients' sockets: files, pipes, the loop's own. */
const OWN_DESCRIPTORS = 64;
/** More clients than this share one load worker only when there are no cores for another. */
const CLIENTS_PER_WORKER = 5000;

/** More clients than this share one relay of a link only when there are no descriptors for another. */
const CLIENTS_PER_RELAY = 5000;
/** How long a process may take to answer what it can answer at once. */
export const ANSWER_MS: Milliseconds = 20_000;

/** The most files this process and its children may have open; `undefined` where it cannot be read. */
export function openFilesLimit(): number | undefined {
  const line = readText("/proc/self/limits")?.match(/^Max open files\s+(\d+)/m);
  if (line?.[1] !== undefined) return Number(line[1]);
  const report = process.report?.getReport() as
    | { userLimits?: { open_files?: { soft?: unknown } } }
    | undefined;
  const soft = report?.userLimits?.open_files?.soft;
  return typeof soft === "number" ? soft : undefined;
}

/** How many load workers share the clients of a cell: one core is left for the server. */
export function workersFor(clients: number, cores = availableParallelism()): number {
  return Math.max(1, Math.min(Math.ceil(clients / CLIENTS_PER_WORKER), cores - 1));
}

/** How many relays share the clients of a cell with a link: each holds two descriptors a client. */
export function relaysFor(clients: number, openFiles = openFilesLimit()): number {
  const most = openFiles === undefined ? CLIENTS_PER_RELAY : Math.floor((openFiles - OWN_DESCRIPTORS) / 2);
  return Math.max(1, Math.ceil(clients / Math.max(1, Math.min(CLIENTS_PER_RELAY, most))));
}

/**
 * Checks before anything is started that this machine lets the server hold that many clients. Throws
 * `LIMIT_TOO_LOW` with what is needed, what is there and how to raise it.
 */
export function checkLimits(clients: number, linked = false): void {
  const needed = clients + OWN_DESCRIPTORS;
  const openFiles = openFilesLimit();
  if (openFiles !== undefined && openFiles < needed) {
    throw new BenchError(
      "LIMIT_TOO_LOW",
      `${clients} clients need ${needed} file descriptors in one process, and the limit here is ${openFiles}`,
      {
        hint: `raise it with \`ulimit -n ${needed}\` in this shell, or ask for at most ${Math.max(0, openFiles - OWN_DESCRIPTORS)} clients with --clients`,
      },
    );
  }
  const ports = localPorts();
  // Clients use several local addresses, the link's relays one.
  const portsNeeded = linked ? clients : Math.min(clients, CLIENTS_PER_ADDRESS);
  if (ports !== undefined && ports < portsNeeded) {
    throw new BenchError(
      "LIMIT_TOO_LOW",
      `${clients} clients need ${portsNeeded} local ports on one address, and there are ${ports} here`,
      { hint: `widen net.ipv4.ip_local_port_range, or ask for at most ${ports} clients with --clients` },
    );
  }
}

/** How many local ports one address can connect from; `undefined` where it cannot be read. */
function localPorts(): number | undefined {
  const range = ephemeralPorts();
  return range === undefined ? undefined : range.last - range.first + 1;
}

/** The ports that the system gives to connections; `undefined` where they cannot be read. */
export function ephemeralPorts(): { readonly first: number; readonly last: number } | undefined {
  const range = readText("/proc/sys/net/ipv4/ip_local_port_range")?.match(/^(\d+)\s+(\d+)/);
  return range === null || range === undefined
    ? undefined
    : { first: Number(range[1]), last: Number(range[2]) };
}
