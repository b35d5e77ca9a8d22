import { realpathSync } from "node:fs";
import type { Scenario } from "../../../core/scenario.ts";
import { Janitor } from "./janitor-process.ts";
import { type PrepareOptions, prepareSide } from "./prepare.ts";
import type { Side } from "./side.ts";
import { type Meaning, meaningOf } from "./spec.ts";

export interface SidesOptions extends Omit<PrepareOptions, "janitor" | "entries"> {
  /** A git ref or a folder; the head itself when absent, to see what differs between a thing and itself. */
  readonly base?: string | undefined;
  /** A git ref or a folder. */
  readonly head: string;
  readonly scenario: Scenario;
}

/** Both sides, ready to serve. */
export interface Sides {
  readonly base: Side;
  readonly head: Side;
  /** The scenario with the head's modules in it: one and the same load drives both sides. */
  readonly scenario: Scenario;
  /** Clears away what was checked out; tells of folders that could not be. Never rejects. */
  close(): Promise<readonly string[]>;
}

/**
 * Gets both sides ready. Where they are the same commit, it is checked out and built once. Whatever happens,
 * to this or to the process it runs in, nothing of it stays; when this resolves, until `close`.
 */
export async function prepareSides(options: SidesOptions): Promise<Sides> {
  const { base, head, scenario } = options;
  const janitor = new Janitor();
  const shared = { ...options, cwd: realpathSync(options.cwd), janitor, entries: scenario.transports };
  try {
    const was = await meaningOf(base ?? head, shared.cwd, options.signal);
    const is = await meaningOf(head, shared.cwd, options.signal);
    // What is taken as it is comes first: a build takes long to hear of a mistake after it.
    const headFirst = was.kind === "ref" && is.kind === "folder";
    const early = headFirst ? await prepareSide("head", head, shared) : undefined;
    const first = await prepareSide("base", base ?? head, shared);
    const second =
      early ?? (same(was, is) ? { ...first, label: head } : await prepareSide("head", head, shared));
    const transports = scenario.transports.map((entry) => {
      const module = second.modules[entry.id];
      return module === undefined ? entry : { ...entry, module };
    });
    return {
      base: first,
      head: second,
      scenario: { ...scenario, transports },
      close: () => janitor.close(),
    };
  } catch (error) {
    await janitor.close();
    throw error;
  }
}

function same(a: Meaning, b: Meaning): boolean {
  if (a.kind === "ref") return b.kind === "ref" && a.commit === b.commit;
  return b.kind === "folder" && realpathSync(a.folder) === realpathSync(b.folder);
}
