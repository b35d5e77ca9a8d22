import { platform } from "node:os";
import type { ConnectionAddress } from "./wire/connection.ts";

/** Clients that connect from one local address: fewer than the ports that Linux gives out by default. */
export const CLIENTS_PER_ADDRESS = 20_000;

/**
 * Where clients connect to, and from. One address has ports for some 28,000 connections to a server; where
 * the whole of 127.0.0.0/8 is this machine's, as on Linux, later clients come from 127.0.0.2 and so on.
 */
export class Addresses {
  readonly #target: ConnectionAddress;
  readonly #bySource: ConnectionAddress[] = [];

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    // A URL writes an IPv6 address in brackets, a socket takes it without.
    this.#target = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
  }

  /** Of the cell's client of that number. */
  of(client: number): ConnectionAddress {
    const source = Math.floor(client / CLIENTS_PER_ADDRESS);
    if (source === 0 || platform() !== "linux" || !this.#target.host.startsWith("127.")) return this.#target;
    this.#bySource[source] ??= { ...this.#target, localAddress: `127.0.0.${source + 1}` };
    return this.#bySource[source];
  }
}
