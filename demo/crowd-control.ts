import type { BenchError } from "../core/errors.ts";
import type { LinkShape } from "../link/tcp.ts";
import { Child, type Program } from "./child.ts";
import type { CrowdShape, FromCrowd, PerLane, ToCrowd } from "./child-messages.ts";
import type { Breakable } from "./outage.ts";
import type { DemoSettings } from "./protocol.ts";

export interface CrowdControlOptions {
  readonly program: Program;
  /** The crowd's own server halves. */
  readonly urls: PerLane<string>;
  readonly seed: number;
  readonly shapeOf: (settings: DemoSettings) => LinkShape;
  /** The newest event's cursor. */
  readonly newest: () => number;
  readonly onFault: (error: BenchError) => void;
}

/** The crowd's process, begun when there first is a crowd. */
export class CrowdControl implements Breakable {
  readonly #options: CrowdControlOptions;
  #child: Child<ToCrowd, FromCrowd> | undefined;
  #dropped = false;

  constructor(options: CrowdControlOptions) {
    this.#options = options;
  }

  /** A crowd as the settings ask for; none while no one looks. */
  shape(settings: DemoSettings, watched: boolean): void {
    const { program, urls, seed, shapeOf, newest, onFault } = this.#options;
    const shape: CrowdShape = {
      clients: watched ? settings.clients - 1 : 0,
      pollIntervalMs: settings.pollIntervalMs,
      newest: newest(),
      link: shapeOf(settings),
    };
    if (this.#child !== undefined) {
      this.#child.send({ type: "shape", shape });
    } else if (shape.clients > 0) {
      this.#child = new Child({ name: "crowd", program, hear: () => {}, onFault });
      this.#child.send({ type: "prepare", seed, urls, shape });
      if (this.#dropped) this.#child.send({ type: "drop" });
    }
  }

  drop(): void {
    this.#dropped = true;
    this.#child?.send({ type: "drop" });
  }

  restore(): void {
    this.#dropped = false;
    this.#child?.send({ type: "restore" });
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }
}
