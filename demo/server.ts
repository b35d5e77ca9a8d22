import { type Clock, hostClock } from "../core/clock.ts";
import type { BenchError } from "../core/errors.ts";
import { nsToMs } from "../core/units.ts";
import { LoopAlarm } from "../link/alarm.ts";
import type { LinkShape } from "../link/tcp.ts";
import { type Assets, loadAssets } from "./assets.ts";
import { PROGRAMS, type Program } from "./child.ts";
import { Control, type Done } from "./control.ts";
import { CrowdControl } from "./crowd-control.ts";
import { FireBudget } from "./fire-budget.ts";
import { Front } from "./front.ts";
import { HOST } from "./guard.ts";
import { Links } from "./links.ts";
import { Outage } from "./outage.ts";
import {
  CAPS,
  DEFAULT_SETTINGS,
  type DemoSettings,
  type DemoStats,
  type FromDemo,
  PROTOCOL_VERSION,
  STATS_EVERY_MS,
  type ToDemo,
} from "./protocol.ts";
import { changed, Refusal } from "./settings.ts";
import { Source } from "./source.ts";
import { lanesStats } from "./stats.ts";
import { SubjectControl } from "./subject-control.ts";

export interface DemoOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly seed: number;
  /** The program's name and version, for the page. */
  readonly tool: string;
  /** A part of it failed; what is left should be closed. Called once at most. */
  readonly onFault: (error: unknown) => void;
  readonly assets?: Assets;
  readonly programs?: Readonly<Record<keyof typeof PROGRAMS, Program>>;
}

export interface RunningDemo {
  /** The page. */
  readonly url: string;
  /** Ends everything; resolves when no process and no port is left. */
  close(): Promise<void>;
}

/** Starts the demo: the page, its control channel, the event source, the links, and the server behind them. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const demo = new Demo(options);
  try {
    await demo.open();
  } catch (error) {
    await demo.close();
    throw error;
  }
  return demo;
}

class Demo implements RunningDemo {
  readonly #options: DemoOptions;
  readonly #hostClock = hostClock();
  readonly #streamStart = this.#hostClock.now();
  /** The stream's clock. */
  readonly #clock: Clock = { now: () => this.#hostClock.now() - this.#streamStart };
  readonly #front: Front;
  readonly #control: Control;
  readonly #fireBudget = new FireBudget();
  #settings: DemoSettings = DEFAULT_SETTINGS;
  #subject: SubjectControl | undefined;
  /** The links once the lanes are open to the page. */
  #links: Links | undefined;
  /** The same from their start on: what has to be closed. */
  #relays: Links | undefined;
  #outage: Outage | undefined;
  #crowd: CrowdControl | undefined;
  #source: Source | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #closed = false;
  #faulty = false;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#front = new Front({
      assets: options.assets ?? loadAssets(),
      lanes: () => this.#links && Object.values(this.#links.urls),
      upgrade: (request, socket, head) => this.#control.take(request, socket, head),
    });
    this.#control = new Control({
      hello: () => this.#hello(),
      perform: (command, tell) => this.#perform(command, tell),
      now: () => nsToMs(this.#clock.now()),
      changed: () => this.#crowd?.shape(this.#settings, this.#control.pages > 0),
      onFault: (error) => this.#fail(error),
    });
  }

  get url(): string {
    return `${this.#front.origin}/`;
  }

  async open(): Promise<void> {
    const { port, seed } = this.#options;
    await this.#front.listen(port);
    const subject = new SubjectControl({
      program: this.#programs.subject,
      onFault: (error) => this.#fail(error),
    });
    this.#subject = subject;
    const urls = await subject.prepare({ origin: this.#front.origin, hostname: HOST });
    const links = await Links.open({
      clock: this.#hostClock,
      seed,
      firstRelay: 0,
      urls: urls.page,
      shape: shapeOf(this.#settings),
      maxConnections: CAPS.laneConnections,
      onFault: (error) => this.#fail(error),
    });
    this.#relays = links;
    this.#crowd = new CrowdControl({
      program: this.#programs.crowd,
      urls: urls.crowd,
      seed,
      shapeOf,
      newest: () => this.#source?.emitted ?? 0,
      onFault: (error) => this.#fail(error),
    });
    this.#outage = new Outage(this.#clock, [links, this.#crowd]);
    this.#source = new Source({
      seed,
      clock: this.#clock,
      alarm: (ring) => new LoopAlarm(this.#clock, ring),
      settings: this.#settings,
      emit: ({ seq, at, tail }) => {
        subject.publish(tail);
        this.#control.tellAll({ type: "emitted", seq, at });
      },
    });
    await subject.count();
    this.#links = links;
    this.#ticking = setInterval(() => this.#tick(), STATS_EVERY_MS);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticking);
    this.#source?.stop();
    this.#outage?.restore();
    this.#control.close();
    await Promise.all([
      this.#front.close(),
      this.#crowd?.stop(),
      this.#subject?.stop(),
      this.#relays?.close(),
    ]);
  }

  get #programs() {
    return this.#options.programs ?? PROGRAMS;
  }

  #fail(error: unknown): void {
    if (this.#faulty || this.#closed) return;
    this.#faulty = true;
    this.#options.onFault(error);
  }

  /** Looks at how things stand, as long as someone looks at that. */
  #tick(): void {
    if (this.#control.pages === 0) return;
    this.#control.tellAll({ type: "stats", stats: this.#stats() });
    this.#subject?.count().catch((error: BenchError) => this.#fail(error));
  }

  #stats(): DemoStats {
    const { counted, state } = this.#subject!;
    return {
      at: nsToMs(this.#clock.now()),
      pages: this.#control.pages,
      emitted: this.#source!.emitted,
      emittedLateMs: this.#source!.lateMs,
      link: this.#outage!.state,
      server: {
        state,
        countedAt: nsToMs(counted.at - this.#streamStart),
        cpuMs: counted.cpuMs,
        rssBytes: counted.rssBytes,
      },
      lanes: lanesStats(counted.counters, this.#links!.counts()),
    };
  }

  async #hello(): Promise<FromDemo> {
    // A stalled server has counted nothing since it stood still, so nothing is newer than what it last said.
    if (this.#subject!.state === "running") await this.#subject!.count();
    return {
      type: "hello",
      version: PROTOCOL_VERSION,
      tool: this.#options.tool,
      seed: this.#options.seed,
      lanes: this.#links!.urls,
      newest: this.#source!.emitted,
      settings: this.#settings,
      stats: this.#stats(),
    };
  }

  async #perform(
    command: Exclude<ToDemo, { type: "clock" }>,
    tell: (message: FromDemo) => void,
  ): Promise<Done> {
    switch (command.type) {
      case "set":
        this.#set(changed(this.#settings, command.settings));
        return undefined;
      case "fire": {
        const { events, inMs, gapMs } = command;
        if (!this.#fireBudget.take(events, this.#settings.clients, nsToMs(this.#clock.now()))) {
          throw new Refusal(`more than ${CAPS.rate.max} events a second were fired: wait a moment`);
        }
        const at = this.#source!.fire(events, inMs, gapMs);
        if (at === undefined) throw new Refusal("too many fired events wait already: wait for them");
        return { at: nsToMs(at) };
      }
      case "drop":
        return { at: this.#outage!.drop(command.forMs) };
      case "restore":
        this.#outage!.restore();
        return undefined;
      case "stall":
        if (this.#subject!.state === "stalled") throw new Refusal("the server stands still already");
        this.#subject!.stall(command.forMs);
        return { at: nsToMs(this.#clock.now()) };
      case "count":
        await this.#subject!.count();
        tell({ type: "stats", stats: this.#stats() });
        return undefined;
      default:
        return command satisfies never;
    }
  }

  #set(settings: DemoSettings): void {
    this.#settings = settings;
    this.#source?.apply(settings);
    this.#links?.reshape(shapeOf(settings));
    this.#crowd?.shape(settings, this.#control.pages > 0);
    this.#control.tellAll({ type: "settings", settings });
  }
}

/** The link that settings ask for. */
function shapeOf({ delayMs, jitterMs }: DemoSettings): LinkShape {
  return { delayUpMs: delayMs, delayDownMs: delayMs, jitterMs };
}
