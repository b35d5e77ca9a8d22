import type { BenchError } from "../core/errors.ts";
import type { FromRole, Role, ToRole } from "../core/messages.ts";

/**
 * Where the roles of a cell run. The harness reaches every process through this seam and sends it plain data
 * only, so that an engine may run them elsewhere.
 */
export interface Engine {
  /** Starts a role under a name that errors will use ("load worker 2"). */
  start(role: Role, name: string, watcher: RoleWatcher, program?: RoleProgram): RoleProcess;
}

/** A role's program where it is not the harness's own: that of another build. */
export interface RoleProgram {
  /** Absolute path. */
  readonly entry?: string | undefined;
  /** The folder it runs in; the harness's own when absent. */
  readonly cwd?: string | undefined;
}

export interface RoleWatcher {
  /** The role said something. */
  said(message: FromRole): void;
  /** The role died, hung, flooded or failed; nothing more will come of it. At most once. */
  failed(error: BenchError): void;
}

export interface RoleProcess {
  readonly name: string;
  readonly role: Role;
  /** Its process on this host, where it is one. */
  readonly pid?: number | undefined;
  send(message: ToRole): void;
  /** Tells the role to leave, makes it leave if it does not, and resolves when it is gone. Never rejects. */
  stop(): Promise<void>;
  /** Makes it leave at once. */
  kill(): void;
  /** Stops it from running, as a paused machine would, until `resume`; its silence is no fault meanwhile. */
  pause(): void;
  resume(): void;
}
