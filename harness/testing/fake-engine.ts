import type { BenchError } from "../../core/errors.ts";
import type { FromRole, Role, ToRole } from "../../core/messages.ts";
import type { Engine, RoleProcess, RoleWatcher } from "../engine.ts";

/** A process that does what the test says, and remembers what it was told. */
export class FakeProcess implements RoleProcess {
  readonly sent: ToRole[] = [];
  readonly calls: string[] = [];
  readonly role: Role;
  readonly name: string;
  readonly #watcher: RoleWatcher;

  constructor(role: Role, name: string, watcher: RoleWatcher) {
    this.role = role;
    this.name = name;
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
  dies(error: BenchError): void {
    this.#watcher.failed(error);
  }
}

/** Runs nothing: the test speaks for every process. */
export class FakeEngine implements Engine {
  readonly processes: FakeProcess[] = [];

  start(role: Role, name: string, watcher: RoleWatcher): RoleProcess {
    const process = new FakeProcess(role, name, watcher);
    this.processes.push(process);
    return process;
  }
}
