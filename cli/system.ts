/** A stream that people or programs read. */
export interface Output {
  write(text: string): void;
  /** Whether a person watches it on a terminal that can move its cursor. */
  readonly terminal: boolean;
  /** Width in characters. */
  readonly columns: number;
}

export type Signal = "SIGINT" | "SIGTERM";

/** Everything of the process that commands touch; tests bring their own. */
export interface System {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Data. */
  readonly stdout: Output;
  /** Progress and errors. */
  readonly stderr: Output;
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls back on each SIGINT and SIGTERM in place of the default; returns how to stop. */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Ends the process at once. */
  exit(code: number): never;
}

const DEFAULT_COLUMNS = 100;

export interface ProcessSystem {
  readonly system: System;
  /** Resolves when everything written has left, with the fault if some of it could not. */
  flushed(): Promise<Error | undefined>;
}

/** The process that this program is. */
export function processSystem(): ProcessSystem {
  const dumb = process.env.TERM === "dumb";
  const outputs = [process.stdout, process.stderr].map((stream) => new ProcessOutput(stream, dumb));
  const system: System = {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: outputs[0]!,
    stderr: outputs[1]!,
    now: () => performance.now(),
    onSignal(listener) {
      process.on("SIGINT", listener);
      process.on("SIGTERM", listener);
      return () => {
        process.off("SIGINT", listener);
        process.off("SIGTERM", listener);
      };
    },
    exit: (code) => process.exit(code),
  };
  return {
    system,
    async flushed() {
      const faults = await Promise.all(outputs.map((output) => output.flushed()));
      return faults.find((fault) => fault !== undefined);
    },
  };
}

class ProcessOutput implements Output {
  readonly #stream: NodeJS.WriteStream;
  readonly #dumb: boolean;
  #closed = false;
  #fault: Error | undefined;

  constructor(stream: NodeJS.WriteStream, dumb: boolean) {
    this.#stream = stream;
    this.#dumb = dumb;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.#closed = true;
      // The reader has left (`bench list | head -1`): what is still to be said, no one wants to hear.
      if (error.code !== "EPIPE") this.#fault ??= error;
    });
  }

  get terminal(): boolean {
    return this.#stream.isTTY === true && !this.#dumb;
  }

  get columns(): number {
    return this.#stream.columns || DEFAULT_COLUMNS;
  }

  write(text: string): void {
    if (!this.#closed) this.#stream.write(text);
  }

  async flushed(): Promise<Error | undefined> {
    if (!this.#closed) await new Promise<void>((resolve) => this.#stream.write("", () => resolve()));
    return this.#fault;
  }
}

/** Whether to colour an output: only for a person, and not where they asked for plain text. */
export function lively(system: System, output: Output, asked = true): boolean {
  return asked && animated(system, output) && (system.env.NO_COLOR ?? "") === "";
}

/** Whether a line of an output can be rewritten: only where a person watches. Who wants no colour may watch. */
export function animated({ env }: System, output: Output): boolean {
  const { CI = "" } = env;
  return output.terminal && (CI === "" || CI === "false");
}
