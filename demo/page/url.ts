import { DEFAULT_SETTINGS, type DemoSettings, type NumberSetting } from "../protocol.ts";
import { isArrivals, settle } from "./settings.ts";

/** What a link to the page reproduces. */
export interface PageState {
  /** A chapter's id; absent for the first, and for one that does not exist. */
  readonly chapter: string | undefined;
  /** The settings that the link names, in their limits; the others are the chapter's own. */
  readonly settings: Partial<DemoSettings>;
}

/** The words of the address, and the settings they stand for. */
const NUMBERS: readonly (readonly [word: string, setting: NumberSetting])[] = [
  ["rate", "rate"],
  ["interval", "pollIntervalMs"],
  ["delay", "delayMs"],
  ["jitter", "jitterMs"],
  ["payload", "payloadBytes"],
  ["clients", "clients"],
];

/** Reads the part of an address behind `#`. What is unknown or no number is passed over; nothing throws. */
export function readHash(hash: string, chapters: readonly string[]): PageState {
  const words = new URLSearchParams(hash.replace(/^#/, "").slice(0, 512));
  const wished: Record<string, number | string | boolean> = {};
  for (const [word, setting] of NUMBERS) {
    const text = words.get(word);
    if (text !== null && /^\d{1,9}(\.\d{1,6})?$/.test(text)) wished[setting] = Number(text);
  }
  const arrivals = words.get("events");
  if (isArrivals(arrivals)) wished.arrivals = arrivals;
  const paused = words.get("paused");
  if (paused === "1" || paused === "0") wished.paused = paused === "1";
  const settled = settle({ ...DEFAULT_SETTINGS, ...wished });
  const named = Object.entries(settled).filter(([setting]) => setting in wished);
  const chapter = words.get("chapter");
  return {
    chapter: chapter !== null && chapters.includes(chapter) ? chapter : undefined,
    settings: Object.fromEntries(named),
  };
}

/** Writes it, with every setting in it: a chapter's own may change, a link stays what it was. */
export function writeHash(chapter: string, settings: DemoSettings): string {
  const words = new URLSearchParams({ chapter, events: settings.arrivals });
  for (const [word, setting] of NUMBERS) words.set(word, String(settings[setting]));
  words.set("paused", settings.paused ? "1" : "0");
  return `#${words}`;
}
