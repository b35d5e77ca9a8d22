#!/usr/bin/env node
import { EXIT } from "../core/errors.ts";
import { asFailure, tellFailure } from "./failure.ts";
import { buildProgram } from "./program.ts";
import { processSystem, type System } from "./system.ts";

/** Runs the command that the arguments ask for and returns the exit code. */
async function main(system: System): Promise<number> {
  const command = { exitCode: EXIT.ok as number };
  try {
    // Who names no command wants to know which there are.
    const words = system.argv.length === 0 ? ["--help"] : [...system.argv];
    await buildProgram(system, command).parseAsync(words, { from: "user" });
    return command.exitCode;
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure === undefined) return EXIT.ok;
    tellFailure(failure, system.stderr);
    return failure.exitCode;
  }
}

const { system, flushed } = processSystem();
const exitCode = await main(system);
const lost = await flushed();
if (lost !== undefined) system.stderr.write(`error: cannot write the output: ${lost.message}\n`);
system.exit(lost !== undefined && exitCode === EXIT.ok ? EXIT.fault : exitCode);
