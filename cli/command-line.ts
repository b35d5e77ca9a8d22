import type { ScenarioOverrides } from "../core/scenario/override.ts";

/** The `run` options that change what is measured, in the order in which help shows them. */
export const OVERRIDE_OPTIONS = [
  "transports",
  "clients",
  "duration",
  "warmup",
  "repeat",
  "seed",
  "link",
] as const satisfies readonly (keyof ScenarioOverrides)[];

/** The command that measures the same again; `switches` are options without a value, such as `--netns`. */
export function runCommandLine(
  scenario: string,
  overrides: ScenarioOverrides,
  switches: readonly string[] = [],
): string {
  const options = OVERRIDE_OPTIONS.flatMap((name) => {
    const value = overrides[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
  return ["bench", "run", scenario, ...options, ...switches].map(quoted).join(" ");
}

/** A command as this person has to type it: who came by npx has no `bench` of their own. */
export const asTyped = (command: string, env: Readonly<Record<string, string | undefined>>): string =>
  env.npm_command === "exec" ? `npx ${command}` : command;

/** A word as a POSIX shell reads it. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
