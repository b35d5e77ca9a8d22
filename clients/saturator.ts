/** Process entry: the saturator. Asks one address for more as fast as it is answered, and counts the answers. */
import autocannon from "autocannon";
import { hostClock } from "../core/clock.ts";
import type { RoleOptions, SaturatorOptions, SaturatorReport } from "../core/messages.ts";
import { type RoleBody, runRole, wrongRole } from "../core/role.ts";
import { NANOS_PER_SECOND, type Nanoseconds, nsToMs } from "../core/units.ts";
import { AnswerCount } from "./answer-count.ts";
import { headerFields } from "./header-fields.ts";

/** Below the publisher, as the load workers are. */
const NICENESS = 5;
/** autocannon ends by its own clock if nobody ends it: this much after the window. */
const SLACK_S = 10;

class Saturator implements RoleBody {
  readonly #clock = hostClock();
  readonly #count = new AnswerCount({
    now: () => this.#clock.now(),
    cpuUs: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
  });
  #options: SaturatorOptions | undefined;
  #running: { stop(): void } | undefined;

  async prepare(options: RoleOptions): Promise<Record<never, never>> {
    if (options.role !== "saturator") throw wrongRole("saturator", options);
    this.#options = options;
    return {};
  }

  /** Starts asking at once, so that connections stand and code is warm when the window opens. */
  start(_at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    const { url, connections, headers, cookieBytes } = this.#options!;
    const now = this.#clock.now();
    const running = autocannon(
      {
        url,
        connections,
        duration: (to - now) / NANOS_PER_SECOND + SLACK_S,
        headers: headerFields(headers, cookieBytes),
        skipAggregateResult: true,
      },
      () => {},
    );
    running.on("response", (_client, status) => this.#count.answered(status));
    running.on("reqError", () => this.#count.failed());
    running.on("error", (error) => {
      throw error;
    });
    this.#running = running;
    setTimeout(() => this.#count.open(), nsToMs(from - now));
    setTimeout(
      () => {
        this.#count.close();
        running.stop();
      },
      nsToMs(to - now),
    );
  }

  progress(): Record<never, never> {
    return {};
  }

  collect(): SaturatorReport {
    return { role: "saturator", ...this.#count.collect() };
  }

  async stop(): Promise<void> {
    this.#running?.stop();
  }
}

runRole(() => new Saturator(), NICENESS);
