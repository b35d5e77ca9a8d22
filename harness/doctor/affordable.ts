import type { Bytes } from "../../core/units.ts";
import { formatCount } from "../../reports/numbers.ts";
import { RUN_BYTES } from "./machine-checks.ts";
import type { ClientLimit, Facts } from "./readings.ts";

/**
 * Memory of one client in all processes and the kernel, rounded up generously: 12 KiB in the server (`quick`), as
 * much in a load worker, and the buffers of two sockets.
 */
const CLIENT_BYTES: Bytes = 48 * 1024;
/** Through a link there are two connections for each client. */
const LINKED_CLIENT_BYTES: Bytes = 2 * CLIENT_BYTES;

/** What deciding whether a scenario fits takes of it. */
export interface Wish {
  readonly name: string;
  readonly clients: number;
  /** Whether its clients go through a link. */
  readonly linked: boolean;
}

export interface Affordable extends Wish {
  readonly affordable: boolean;
  /** What it needs that is not here; absent where it fits. */
  readonly lacks?: string;
}

/** The most clients, and what keeps it from being more; `by` is absent where a scenario may not ask for more. */
export interface MostClients {
  readonly clients: number;
  readonly by?: NonNullable<ClientLimit["by"]> | "memory";
}

/** The most clients by descriptors, ports and memory. What the cores can serve is another question. */
export function mostClients({ limits, memory }: Facts, linked: boolean): MostClients {
  const limit = linked ? limits.linked : limits.direct;
  if (memory.availableBytes === undefined) return limit;
  const each = linked ? LINKED_CLIENT_BYTES : CLIENT_BYTES;
  const fit = Math.max(0, Math.floor((memory.availableBytes - RUN_BYTES) / each));
  return fit < limit.clients ? { clients: fit, by: "memory" } : limit;
}

/** Whether a scenario's clients fit on the machine. */
export function affordable(wish: Wish, facts: Facts): Affordable {
  const most = mostClients(facts, wish.linked);
  if (wish.clients <= most.clients) return { ...wish, affordable: true };
  const lack = most.by === undefined ? "" : ` (${most.by})`;
  const lacks = `needs ${formatCount(wish.clients)} clients, ${formatCount(most.clients)} fit${lack}`;
  return { ...wish, affordable: false, lacks };
}
