import type { Milliseconds } from "../../core/units.ts";
import {
  DEFAULT_SETTINGS,
  type DemoSettings,
  type DemoStats,
  type FromDemo,
  LANES,
  type Lane,
} from "../protocol.ts";
import { ServerClock } from "./clock.ts";
import { type Answer, Control } from "./control.ts";
import { type Figures, figuresOf, type Overheads } from "./figures.ts";
import { LaneSession } from "./lane-session.ts";
import { LANE_CLIENTS } from "./lanes/index.ts";
import type { LaneClient } from "./lanes/lane.ts";
import { differ, settle } from "./settings.ts";
import { Shot } from "./shots.ts";

/** The clock is asked so long before the first event is measured by it. */
const CLOCK_FIRST_MS: Milliseconds = 350;
/** Settings that change while a slider moves are sent once it rests so long. */
const REST_MS: Milliseconds = 60;
/** A shot at a poll leaves the server this much time to hear of it. */
const LEAD_MS: Milliseconds = 40;

/** What the page's parts are told. */
export interface SessionListener {
  settings(settings: DemoSettings): void;
  /** Something went wrong that a person should know. */
  trouble(message: string, lasting: boolean): void;
}

/** The page's dealings with the demo: its lanes, its line to the server, and what both have told so far. */
export class Session {
  readonly lanes: Readonly<Record<Lane, LaneSession>>;
  readonly clock = new ServerClock();
  settings: DemoSettings = DEFAULT_SETTINGS;
  stats: DemoStats | undefined;
  shot: Shot | undefined;
  /** When the figures began, on the page's clock. */
  began: Milliseconds = 0;
  /** When an event last left the source. */
  emittedAt: Milliseconds = Number.NEGATIVE_INFINITY;
  readonly #listener: SessionListener;
  readonly #clients = new Map<Lane, LaneClient>();
  readonly #control: Control;
  #timer = 0;
  /** Whether settings of this page's own are under way. */
  #pending = false;
  #wished: DemoSettings;
  /** The cursor of the event that left the source last. */
  #newest = 0;

  /** @param wished the settings to begin with */
  constructor(wished: DemoSettings, listener: SessionListener) {
    this.#listener = listener;
    this.#wished = settle(wished);
    const session = (lane: Lane): LaneSession =>
      new LaneSession(lane, this.clock, (from, due, delay) => this.shot?.delivered(from, due, delay));
    this.lanes = {
      polling: session("polling"),
      "long-polling": session("long-polling"),
      sse: session("sse"),
      websocket: session("websocket"),
    };
    this.#control = new Control({
      clock: this.clock,
      now,
      heard: (message) => this.#hear(message),
      lost: (why) => {
        for (const client of this.#clients.values()) client.stop();
        listener.trouble(why, true);
      },
    });
  }

  /** Begins all figures anew. */
  async restart(): Promise<void> {
    this.#begin();
    await this.#control.ask({ type: "count" });
  }

  /** Changes settings; what the server cannot take is brought within its limits first. */
  set(some: Partial<DemoSettings>): void {
    this.#wished = settle({ ...this.#wished, ...some });
    this.#listener.settings(this.#wished);
    // What is wished before the server has said hello goes to it right after.
    if (this.stats === undefined) return;
    this.#pending = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#send(), REST_MS);
  }

  /** What the settings will be once the server has them. */
  get wished(): DemoSettings {
    return this.#wished;
  }

  async drop(forMs: Milliseconds): Promise<void> {
    this.#report(await this.#control.ask({ type: "drop", forMs }));
  }

  async restore(): Promise<void> {
    this.#report(await this.#control.ask({ type: "restore" }));
  }

  async stall(forMs: Milliseconds): Promise<void> {
    this.#report(await this.#control.ask({ type: "stall", forMs }));
  }

  /** Fires events: at once, or so long after the polling lane's next poll gets to the server. */
  async fire(events: number, gapMs: Milliseconds, afterPollMs: Milliseconds | undefined): Promise<void> {
    const inMs = afterPollMs === undefined ? LEAD_MS : this.#untilPoll() + afterPollMs;
    const answer = await this.#control.ask({ type: "fire", events, gapMs, inMs: Math.round(inMs * 10) / 10 });
    if (answer.done && answer.at !== undefined) this.shot = new Shot(answer.at, events, gapMs);
    this.#report(answer);
  }

  /** Fresh counters of the server's, for who wants to compare. */
  async count(): Promise<DemoStats | undefined> {
    await this.#control.ask({ type: "count" });
    return this.stats;
  }

  figures(lane: Lane): Figures {
    return figuresOf(lane, this.lanes[lane].record, this.settings, this.#overheads());
  }

  /** Events that have left the source and that a lane does not have yet. */
  behind(lane: Lane): number {
    const { audit } = this.lanes[lane].record;
    return Math.max(0, this.#newest - audit.newest) + audit.lost;
  }

  get linkDown(): boolean {
    return this.stats?.link.state === "down";
  }

  get stalled(): boolean {
    return this.stats?.server.state === "stalled";
  }

  #overheads(): Overheads {
    // Every lane crosses the same kind of link to the same server: polling's answers time it for all. The
    // faster of them, as a poll that its own page kept waiting says nothing of the other lanes.
    const roundTripMs = this.lanes.polling.record.roundTrips.quantile(0.25);
    return { roundTripMs, baseMs: Math.max(0, this.stats?.emittedLateMs ?? 0) };
  }

  #untilPoll(): Milliseconds {
    const { pollIntervalMs, delayMs } = this.settings;
    let due = (this.#clients.get("polling")?.nextDue?.() ?? now()) - now();
    while (due < LEAD_MS) due += pollIntervalMs;
    return due + delayMs;
  }

  #report(answer: Answer): void {
    if (!answer.done) this.#listener.trouble(answer.why, false);
  }

  async #send(): Promise<void> {
    const sent = this.#wished;
    const answer = await this.#control.ask({ type: "set", settings: sent });
    if (sent !== this.#wished) return;
    this.#pending = false;
    if (answer.done) return;
    this.#listener.trouble(answer.why, false);
    this.#wished = this.settings;
    this.#listener.settings(this.settings);
  }

  #hear(message: FromDemo): void {
    switch (message.type) {
      case "hello":
        this.#newest = message.newest;
        for (const lane of LANES) this.lanes[lane].record.audit.start(message.newest);
        this.#adopt(message.settings);
        this.#take(message.stats);
        this.set({});
        setTimeout(() => this.#start(message.lanes, message.newest), CLOCK_FIRST_MS);
        return;
      case "settings":
        // Someone else's change is what this page wishes, too.
        if (!this.#pending) this.#wished = message.settings;
        this.#adopt(message.settings);
        return;
      case "stats":
        this.#take(message.stats);
        return;
      case "emitted":
        this.emittedAt = now();
        this.#newest = message.seq;
        for (const lane of LANES) this.lanes[lane].scene.emitted(message.seq, this.emittedAt);
        return;
      case "clock":
      case "done":
      case "refused":
        return;
      default:
        message satisfies never;
    }
  }

  #start(urls: Readonly<Record<Lane, string>>, newest: number): void {
    for (const lane of LANES) {
      const watcher = this.lanes[lane];
      const client = LANE_CLIENTS[lane]({
        url: urls[lane],
        watcher,
        now,
        pollIntervalMs: () => this.settings.pollIntervalMs,
      });
      this.#clients.set(lane, client);
      client.start(newest);
    }
    this.#begin();
  }

  #adopt(settings: DemoSettings): void {
    const before = this.settings;
    this.settings = settings;
    for (const lane of LANES) this.lanes[lane].scene.delay = settings.delayMs;
    if (before.pollIntervalMs !== settings.pollIntervalMs) this.#clients.get("polling")?.repace?.();
    if (differ(before, settings)) this.#begin();
    if (!this.#pending) this.#listener.settings(settings);
  }

  #take(stats: DemoStats): void {
    this.stats = stats;
    for (const lane of LANES) {
      const { page, crowd } = stats.lanes[lane];
      this.lanes[lane].record.counted(page, crowd, stats.server.countedAt);
      this.lanes[lane].scene.flow(stats.link.state === "up" && stats.server.state === "running");
    }
  }

  #begin(): void {
    this.began = now();
    for (const lane of LANES) this.lanes[lane].record.begin(this.clock.toServer(this.began));
  }
}

const now = (): Milliseconds => performance.now();
