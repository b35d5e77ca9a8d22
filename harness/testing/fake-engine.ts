import type { BenchError } from "../../core/errors.ts";
import { type FromRole, PROTOCOL_VERSION, type Role, type ToRole } from "../../core/messages.ts";
import type { Engine, RoleProcess, RoleProgram, RoleWatcher } from "../engine.ts";

/** A process that does what the test says, and remembers what it was told. */
export class FakeProcess implements RoleProcess {
  readonly sent: ToRole[] = [];
  readonly calls: string[] = [];
  readonly role: Role;
  readonly name: string;
  /** Whose program it is; the harness's own when undefined. */
  readonly program: RoleProgram | undefined;
  readonly #watcher: RoleWatcher;

  constructor(role: Role, name: string, watcher: RoleWatcher, program?: RoleProgram) {
    this.role = role;
    this.name = name;
    this.program = program;
    this.#watcher = watcher;
  }

  send(message: ToRole): void {
    this.sent.push(message);
  }
  async stop(): Promise<void> {
    this.calls.push("stop");
  }
  kill(): void {
    this.calls.push("kill");
  }
  pause(): void {
    this.calls.push("pause");
  }
  resume(): void {
    this.calls.push("resume");
  }
  says(message: FromRole): void {
    this.#watcher.said(message);
  }
  /** It is ready, and speaks the harness's language. */
  ready(url?: string): void {
    this.says({ type: "ready", protocol: PROTOCOL_VERSION, ...(url === undefined ? {} : { url }) });
  }
  dies(error: BenchError): void {
    this.#watcher.failed(error);
  }
}

/** Runs nothing: the test speaks for every process. */
export class FakeEngine implements Engine {
  readonly processes: FakeProcess[] = [];

  start(role: Role, name: string, watcher: RoleWatcher, program?: RoleProgram): RoleProcess {
    const process = new FakeProcess(role, name, watcher, program);
    this.processes.push(process);
    return process;
  }
}
