import { BenchError } from "../core/errors.ts";
import {
  type FromRole,
  PROTOCOL_VERSION,
  type Role,
  type RoleOptions,
  type ToRole,
} from "../core/messages.ts";
import type { Milliseconds } from "../core/units.ts";
import type { Engine, RoleProcess, RoleProgram } from "./engine.ts";
import { ANSWER_MS } from "./limits.ts";
import { checkProtocol } from "./protocol.ts";

type Said<T extends FromRole["type"]> = Extract<FromRole, { type: T }>;

/** One process of a cell, and what it last told. */
export class Member {
  readonly process: RoleProcess;
  readonly #crew: Crew;
  readonly #waiting = new Map<FromRole["type"], (message: FromRole) => void>();
  readonly #early = new Map<FromRole["type"], FromRole>();
  /** The newest beat. */
  beat: Said<"beat"> = { type: "beat" };

  constructor(crew: Crew, engine: Engine, role: Role, name: string, program?: RoleProgram) {
    this.#crew = crew;
    const watcher = {
      said: (message: FromRole) => this.#hear(message),
      failed: (error: BenchError) => crew.fail(error),
    };
    this.process = engine.start(role, name, watcher, program);
  }

  send(message: ToRole): void {
    this.process.send(message);
  }

  /** Tells it what to be and waits until it is; throws `PROTOCOL_MISMATCH` where it speaks another language. */
  async prepare(options: RoleOptions): Promise<Said<"ready">> {
    const message = { type: "prepare", protocol: PROTOCOL_VERSION, options } as const;
    const ready = await this.ask(message, "ready", ANSWER_MS);
    checkProtocol(this.process.name, ready.protocol);
    return ready;
  }

  /** Sends a message and waits for its answer, or for anything to go wrong in the crew. */
  ask<T extends FromRole["type"]>(message: ToRole, answer: T, deadlineMs: Milliseconds): Promise<Said<T>> {
    this.send(message);
    return this.next(answer, deadlineMs);
  }

  /**
   * The next message of a type; one that came before it was waited for counts. Without a deadline it may take
   * as long as the process lives.
   */
  next<T extends FromRole["type"]>(type: T, deadlineMs?: Milliseconds): Promise<Said<T>> {
    const heard = new Promise<Said<T>>((resolve, reject) => {
      const early = this.#early.get(type);
      if (early !== undefined) {
        this.#early.delete(type);
        resolve(early as Said<T>);
        return;
      }
      const late = (): void => {
        this.#waiting.delete(type);
        reject(
          new BenchError(
            "ROLE_HUNG",
            `the ${this.process.name} did not say "${type}" within ${deadlineMs! / 1000} s`,
          ),
        );
      };
      const timer = deadlineMs === undefined ? undefined : setTimeout(late, deadlineMs).unref();
      this.#waiting.set(type, (message) => {
        clearTimeout(timer);
        resolve(message as Said<T>);
      });
    });
    return this.#crew.orFail(heard);
  }

  #hear(message: FromRole): void {
    if (message.type === "beat") {
      this.beat = message;
      return;
    }
    const waiting = this.#waiting.get(message.type);
    this.#waiting.delete(message.type);
    if (waiting === undefined) this.#early.set(message.type, message);
    else waiting(message);
  }
}

/**
 * The processes of one cell. The first that dies, hangs or fails ends every wait of the cell with its error;
 * so does an abort.
 */
export class Crew {
  readonly #engine: Engine;
  readonly #members: Member[] = [];
  readonly #failure: Promise<never>;
  readonly #letGo: () => void;
  #reject: (error: unknown) => void = () => {};

  constructor(engine: Engine, signal: AbortSignal) {
    this.#engine = engine;
    this.#failure = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Whoever waits hears of it; that nobody happens to wait is no fault.
    this.#failure.catch(() => {});
    const abort = (): void => this.fail(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    this.#letGo = () => signal.removeEventListener("abort", abort);
  }

  /** @param program whose program it runs; the harness's own when absent */
  hire(role: Role, name: string, program?: RoleProgram): Member {
    const member = new Member(this, this.#engine, role, name, program);
    this.#members.push(member);
    return member;
  }

  /** Ends every wait with this error. */
  fail(error: unknown): void {
    this.#reject(error);
  }

  /** A promise that also ends when the crew fails; one that nobody waits for yet may fail unheard. */
  orFail<T>(promise: Promise<T>): Promise<T> {
    const either = Promise.race([promise, this.#failure]);
    either.catch(() => {});
    return either;
  }

  /** Waits; rejects at once when the crew fails. */
  sleep(ms: Milliseconds): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, ms)).unref();
    });
    return this.orFail(slept).finally(() => clearTimeout(timer));
  }

  /** Tells every process to leave and waits until all are gone. */
  async dismiss(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.process.stop()));
  }

  /** Makes every process leave at once and waits until all are gone. */
  async disband(): Promise<void> {
    // One signal serves every cell of a run: a listener for each would pile up.
    this.#letGo();
    for (const member of this.#members) member.process.kill();
    await this.dismiss();
  }
}
