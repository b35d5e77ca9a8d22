import type { TransportEntry } from "../../../core/scenario.ts";
import type { SubjectSource } from "../../roles.ts";
import type { SideName } from "../schedule.ts";

/** One of the two things that a comparison compares, ready to serve. */
export interface Side {
  /** As it was asked for: a git ref or a folder. */
  readonly label: string;
  /** The folder that corresponds to the caller's: where its build and its modules are. */
  readonly folder: string;
  /** The commit it is, or stands on; none outside of git. */
  readonly commit?: string;
  /** Whether its folder has changes that are in no commit. */
  readonly dirty?: boolean;
  /** Version of this tool whose server it runs. */
  readonly tool?: string;
  /** Versions of the packages it would load. */
  readonly packages: Readonly<Record<string, string>>;
  /** What a person should know of how the label was read. */
  readonly note?: string;
  /** Absolute path of its own server program; none where the harness's own host loads its modules. */
  readonly serverEntry?: string;
  /** Absolute paths of its transport modules, by entry. */
  readonly modules: Readonly<Record<string, string>>;
}

/** Where the server of an entry's cells comes from on this side. */
export function sourceOf(side: Side, entry: TransportEntry): SubjectSource {
  return { entry: side.serverEntry, module: side.modules[entry.id], cwd: side.folder };
}

/** What is being done to get a side. */
export interface SideProgress {
  readonly side: SideName;
  readonly label: string;
  readonly step: "checkout" | "build";
  readonly elapsedMs: number;
  /** The last line it wrote; empty until there is one. */
  readonly line: string;
}
