/** The package's own entry: settings of a project, and what other people's transports are written against. */
export { type Config, defineConfig } from "./config.ts";
export type { TransportModule } from "./plugin.ts";
export type * from "./transport.ts";
export type { Bytes, Milliseconds, Nanoseconds } from "./units.ts";
