import { BenchError } from "../core/errors.ts";

const HIGHEST_PORT = 65_535;

/** The port that `--port` names. @throws {BenchError} `USAGE` for anything that is none */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= HIGHEST_PORT) return port;
  throw new BenchError("USAGE", `--port: found "${text}"; expected a whole number from 0 to 65,535`, {
    hint: "0 takes a free port",
  });
}
