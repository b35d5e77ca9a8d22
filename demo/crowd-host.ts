/** Process entry: the crowd, with links of its own before its server halves, so that it takes nothing from the page. */
import { hostClock } from "../core/clock.ts";
import type { FromCrowd, ToCrowd } from "./child-messages.ts";
import { Crowd } from "./crowd.ts";
import { Links } from "./links.ts";
import { CAPS, LANES } from "./protocol.ts";
import { runChild } from "./run-child.ts";

class CrowdHost {
  #links: Links | undefined;
  #crowd: Crowd | undefined;
  readonly #say: (message: FromCrowd) => void;

  constructor(say: (message: FromCrowd) => void) {
    this.#say = say;
  }

  async handle(message: Exclude<ToCrowd, { type: "stop" }>): Promise<void> {
    switch (message.type) {
      case "prepare": {
        const { seed, urls, shape } = message;
        this.#links = await Links.open({
          clock: hostClock(),
          seed,
          firstRelay: LANES.length,
          urls,
          shape: shape.link,
          maxConnections: CAPS.clients.max,
          onFault: (error) => {
            throw error;
          },
        });
        this.#crowd = new Crowd(this.#links.urls);
        this.#crowd.shape(shape);
        this.#say({ type: "ready" });
        break;
      }
      case "shape":
        this.#links?.reshape(message.shape.link);
        this.#crowd?.shape(message.shape);
        break;
      case "drop":
        this.#links?.drop();
        break;
      case "restore":
        this.#links?.restore();
        break;
      default:
        message satisfies never;
    }
  }

  async stop(): Promise<void> {
    this.#crowd?.shape({ clients: 0, pollIntervalMs: CAPS.pollIntervalMs.max, newest: 0 });
    await this.#links?.close();
  }
}

runChild<ToCrowd, FromCrowd>((say) => new CrowdHost(say));
