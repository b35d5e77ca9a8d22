import { CAPS, DEFAULT_SETTINGS, DEMO_ARRIVALS, type DemoArrivals, type DemoSettings } from "../protocol.ts";

const within = (value: number, { min, max }: { min: number; max: number }): number =>
  Math.min(max, Math.max(min, value));

/** Settings that the server takes: numbers inside their limits and of its grain, whatever was wished for. */
export function settle(wished: DemoSettings): DemoSettings {
  const whole = (name: "payloadBytes" | "pollIntervalMs" | "delayMs" | "jitterMs" | "clients"): number =>
    Math.round(within(Number.isFinite(wished[name]) ? wished[name] : DEFAULT_SETTINGS[name], CAPS[name]));
  const rate = within(Number.isFinite(wished.rate) ? wished.rate : DEFAULT_SETTINGS.rate, CAPS.rate);
  const delayMs = whole("delayMs");
  return {
    arrivals: isArrivals(wished.arrivals) ? wished.arrivals : DEFAULT_SETTINGS.arrivals,
    rate: Number(rate.toFixed(2)),
    payloadBytes: whole("payloadBytes"),
    pollIntervalMs: whole("pollIntervalMs"),
    delayMs,
    jitterMs: Math.min(whole("jitterMs"), delayMs),
    clients: Math.max(1, Math.min(whole("clients"), Math.floor(CAPS.deliveriesPerSecond / rate))),
    paused: wished.paused === true,
  };
}

/** Whether a word names a way for events to be spread over time. */
export function isArrivals(word: unknown): word is DemoArrivals {
  return DEMO_ARRIVALS.some((known) => known === word);
}

/** Whether two settings differ in what is measured; a pause does not. */
export function differ(one: DemoSettings, other: DemoSettings): boolean {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof DemoSettings)[];
  return names.some((name) => name !== "paused" && one[name] !== other[name]);
}

/** A kind of application, as what it asks of a transport. */
export interface Preset {
  readonly name: string;
  readonly about: string;
  readonly settings: Partial<DemoSettings>;
}

/** What people build, in rough numbers to start playing from. */
export const PRESETS: readonly Preset[] = [
  {
    name: "Chat",
    about: "A few short messages that come in bursts.",
    settings: { arrivals: "bursty", rate: 1, payloadBytes: 160, pollIntervalMs: 2000, delayMs: 40 },
  },
  {
    name: "Ticker",
    about: "Prices, all the time.",
    settings: { arrivals: "poisson", rate: 20, payloadBytes: 64, pollIntervalMs: 500, delayMs: 20 },
  },
  {
    name: "Notifications",
    about: "Rarely anything, polled now and then.",
    settings: { arrivals: "poisson", rate: 0.2, payloadBytes: 512, pollIntervalMs: 5000, delayMs: 60 },
  },
  {
    name: "Dashboard",
    about: "Many figures, read once a second.",
    settings: { arrivals: "periodic", rate: 12, payloadBytes: 512, pollIntervalMs: 1000, delayMs: 20 },
  },
  {
    name: "Game",
    about: "A state every 50 ms; late is wrong.",
    settings: {
      arrivals: "periodic",
      rate: 20,
      payloadBytes: 64,
      pollIntervalMs: 100,
      delayMs: 30,
      jitterMs: 8,
    },
  },
];
