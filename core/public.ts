/** The package's own entry: what other people's transports are written against. */
export type { TransportModule } from "./plugin.ts";
export type * from "./transport.ts";
export type { Bytes, Milliseconds, Nanoseconds } from "./units.ts";
