import type { Milliseconds } from "../../core/units.ts";
import type { DemoSettings, Lane } from "../protocol.ts";
import type { Figures } from "./figures.ts";

/** One chapter of the guide: it asks before it shows, and shows before it explains. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  /** The lanes that it is about; the others step back. */
  readonly lanes: readonly Lane[];
  /** What differs from the default settings. */
  readonly settings: Partial<DemoSettings>;
  readonly text: readonly string[];
  readonly question: Question;
  /** What happens when the guess is made, and again whenever the reader wants. */
  readonly action?: Action;
  /** What is measured, in a sentence or two. */
  readonly reveal: (now: Measured) => string;
  readonly insight: readonly string[];
  readonly tries: readonly Try[];
  /** What measures the same without a browser, and what it will say. */
  readonly command: string;
  readonly commandSays: string;
}

export type Question =
  | { readonly kind: "choice"; readonly prompt: string; readonly choices: readonly Choice[] }
  | {
      readonly kind: "number";
      readonly prompt: string;
      readonly unit: string;
      readonly right: number;
      /** How far off a guess may be. */
      readonly within: number;
      readonly because: string;
    };

export interface Choice {
  readonly text: string;
  readonly right?: true;
  /** Why it is right, or what it overlooks. */
  readonly because: string;
}

export type Action =
  | {
      readonly kind: "fire";
      readonly label: string;
      readonly events: number;
      readonly gapMs: Milliseconds;
      /** Timed to fall so long after a poll. */
      readonly afterPollMs?: Milliseconds;
    }
  | { readonly kind: "drop"; readonly label: string; readonly forMs: Milliseconds }
  | { readonly kind: "stall"; readonly label: string; readonly forMs: Milliseconds };

/** Settings to try after the reveal. */
export interface Try {
  readonly label: string;
  readonly settings: Partial<DemoSettings>;
}

/** What a reveal can speak of. */
export interface Measured {
  readonly lanes: Readonly<Record<Lane, Figures>>;
  readonly settings: DemoSettings;
  /** Since the figures began. */
  readonly elapsedMs: Milliseconds;
  /** How late a lane had an event of the last shot. */
  readonly shot: (lane: Lane, event: number) => Milliseconds | undefined;
  /** Events that have left the source and not come to a lane yet. */
  readonly behind: (lane: Lane) => number;
}

/** A guess: which choice, or which number. */
export type Guess = number;

/** What is said of a guess. */
export interface Judgement {
  readonly right: boolean;
  readonly because: string;
}

export function judge(question: Question, guess: Guess): Judgement {
  if (question.kind === "number") {
    const right = Math.abs(guess - question.right) <= question.within + 1e-9;
    return { right, because: question.because };
  }
  const chosen = question.choices[guess];
  return { right: chosen?.right === true, because: chosen?.because ?? "" };
}

/** The right answer in words. */
export function answerOf(question: Question): string {
  if (question.kind === "number") return `${question.right} ${question.unit}`;
  return question.choices.find(({ right }) => right)?.text ?? "";
}
