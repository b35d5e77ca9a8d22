import type { Command } from "commander";
import type { System } from "../system.ts";

/** What a command's action needs besides its arguments. */
export interface Context {
  readonly system: System;
  /** Takes the exit code of the command that ran. */
  readonly outcome: { exitCode: number };
}

/**
 * Adds a command with its options and help. It imports nothing heavy: what the command does is loaded by its
 * action, so that help is there at once.
 */
export type Declare = (program: Command, context: Context) => void;

/** Examples below a command's options. */
export const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;
