import type { LinkSpec } from "../core/link.ts";
import { relaysFor, workersFor } from "./limits.ts";

/** One load worker's part of a cell's clients. */
export interface Share {
  readonly firstClient: number;
  readonly clients: number;
  /** Which of the relays its clients go through, from 0. */
  readonly relay: number;
}

/** How a cell's clients are spread over load workers, and those over the relays of its link. */
export function sharesOf(clients: number, link: LinkSpec | undefined): { shares: Share[]; relays: number } {
  const relays = link === undefined ? 0 : relaysFor(clients);
  const workers = Math.max(workersFor(clients), relays);
  const shares = spread(clients, workers).map((share, i) => ({
    ...share,
    relay: relays === 0 ? 0 : i % relays,
  }));
  return { shares, relays };
}

/** Splits clients over workers as evenly as they go. */
export function spread(clients: number, workers: number): { firstClient: number; clients: number }[] {
  return Array.from({ length: workers }, (_, i) => {
    const first = Math.floor((i * clients) / workers);
    return { firstClient: first, clients: Math.floor(((i + 1) * clients) / workers) - first };
  });
}
