import type { Output, Signal, System } from "../system.ts";

/** An output that keeps what is written. */
export class FakeOutput implements Output {
  text = "";
  terminal = false;
  columns = 80;

  write(text: string): void {
    this.text += text;
  }

  get lines(): string[] {
    return this.text.split("\n").filter((line) => line !== "");
  }
}

/** Thrown where the process would have ended. */
export class Exited extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** A process whose clock and signals a test drives. */
export class FakeSystem implements System {
  readonly argv: readonly string[] = [];
  cwd = "/";
  readonly stdout = new FakeOutput();
  readonly stderr = new FakeOutput();
  env: Record<string, string | undefined> = {};
  time = 0;
  readonly #listeners = new Set<(signal: Signal) => void>();

  now(): number {
    return this.time;
  }

  onSignal(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(signal: Signal): void {
    for (const listener of [...this.#listeners]) listener(signal);
  }

  exit(code: number): never {
    throw new Exited(code);
  }
}
