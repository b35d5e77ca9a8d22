import type { Milliseconds } from "../../../core/units.ts";

/** How a lane brings events: asked at once, asked and held, or pushed. */
export type Manner = "asks" | "holds" | "pushes";

/** The shortest time in which a dot crosses, so that eyes can follow. What is measured is not drawn from this. */
export const LEAST_CROSSING_MS: Milliseconds = 240;
/** Things of one kind that are drawn at a time; older ones go. */
export const MOST_DRAWN = 160;
/** Events of one answer are drawn a little apart, as a train, which is never longer than this. */
const APART_MS: Milliseconds = 26;
const TRAIN_MS: Milliseconds = 260;
/** A dot that has not arrived waits at this share of its way. */
const ALMOST = 0.97;
/** After so long at the end of its way it goes back to waiting: it was never sent. */
const GIVE_UP_MS: Milliseconds = 1500;

/** An event: at the server, on its way, or there. */
interface Dot {
  readonly seq: number;
  readonly emitted: Milliseconds;
  left: Milliseconds | undefined;
  arrived: boolean;
}

/** A question: on its way to the server, held there, or on its way back with nothing. */
interface Question {
  readonly asked: Milliseconds;
  state: "going" | "held" | "back";
  /** When its way back began. */
  turned: Milliseconds;
  /** What it was answered with before its dot got to the server. */
  answer: readonly number[] | undefined;
}

/** Something to draw: where between the server (0) and the client (1). */
export interface Sprite {
  readonly kind: "event" | "question" | "empty";
  readonly place: number;
}

/**
 * What one lane looks like at a moment: a choreography of what the page knows, in which a crossing takes the link's
 * delay but never less than can be followed. Pure: it is told moments and never asks for them. All of bounded size.
 */
export class LaneScene {
  readonly #manner: Manner;
  #dots: Dot[] = [];
  #questions: Question[] = [];
  #delay: Milliseconds = 0;
  /** The newest event that is here. */
  #newest = 0;
  /** Whether the link is up and the server runs. */
  #flowing = true;
  /** When an event was last seen to arrive. */
  #flash: Milliseconds = Number.NEGATIVE_INFINITY;

  constructor(manner: Manner) {
    this.#manner = manner;
  }

  get flash(): Milliseconds {
    return this.#flash;
  }

  get waiting(): number {
    let count = 0;
    for (const dot of this.#dots) if (dot.left === undefined) count++;
    return count;
  }

  get held(): boolean {
    return this.#questions.some(({ state }) => state === "held");
  }

  /** Things that are remembered; bounded whatever happens. */
  get size(): number {
    return this.#dots.length + this.#questions.length;
  }

  set delay(delay: Milliseconds) {
    this.#delay = delay;
  }

  flow(flowing: boolean): void {
    this.#flowing = flowing;
  }

  clear(): void {
    this.#dots = [];
    this.#questions = [];
  }

  /** An event left the source. One that is here already is not waited for: it came another way than the news of it. */
  emitted(seq: number, now: Milliseconds): void {
    if (seq <= this.#newest) return;
    const dot: Dot = { seq, emitted: now, left: undefined, arrived: false };
    this.#dots.push(dot);
    if (this.#dots.length > MOST_DRAWN) this.#dots.shift();
    if (!this.#flowing) return;
    if (this.#manner === "pushes") dot.left = now;
    const holding = this.#questions.findIndex(({ state }) => state === "held");
    if (this.#manner !== "holds" || holding < 0) return;
    this.#questions.splice(holding, 1);
    dot.left = now;
  }

  asked(now: Milliseconds): void {
    if (this.#manner === "pushes") return;
    this.#questions.push({ asked: now, state: "going", turned: 0, answer: undefined });
    if (this.#questions.length > MOST_DRAWN) this.#questions.shift();
  }

  answered(seqs: readonly number[], now: Milliseconds): void {
    const open = this.#questions.findLast(({ state, answer }) => state !== "back" && answer === undefined);
    if (open?.state === "going") open.answer = seqs;
    else if (open !== undefined) this.#settle(open, seqs, now);
    for (const seq of seqs) this.#arrive(seq, now, open?.state === "going");
  }

  pushed(seq: number, now: Milliseconds): void {
    this.#arrive(seq, now, false);
  }

  /** Whatever was on its way is lost; what was sent and did not arrive waits again. */
  failed(): void {
    this.#questions = this.#questions.filter(({ state }) => state === "back");
    this.#dots = this.#dots.filter(({ arrived, left }) => !arrived || left !== undefined);
    for (const dot of this.#dots) if (!dot.arrived) dot.left = undefined;
  }

  /** Moves everything on to this moment and returns what is seen of it. */
  at(now: Milliseconds): Sprite[] {
    const crossing = Math.max(this.#delay, LEAST_CROSSING_MS);
    const sprites: Sprite[] = [];
    for (const question of [...this.#questions]) this.#move(question, now, crossing, sprites);
    this.#dots = this.#dots.filter((dot) => this.#keep(dot, now, crossing, sprites));
    return sprites;
  }

  #move(question: Question, now: Milliseconds, crossing: Milliseconds, sprites: Sprite[]): void {
    if (question.state === "going") {
      const reach = question.asked + crossing;
      if (now >= reach) this.#reach(question, reach);
      else sprites.push({ kind: "question", place: 1 - (now - question.asked) / crossing });
    }
    if (question.state !== "back") return;
    const place = (now - question.turned) / crossing;
    if (place >= 1) this.#questions.splice(this.#questions.indexOf(question), 1);
    else sprites.push({ kind: "empty", place: Math.max(0, place) });
  }

  /** The question is at the server: it takes what it was answered with, or what waits there by now. */
  #reach(question: Question, reach: Milliseconds): void {
    if (question.answer !== undefined) {
      this.#settle(question, question.answer, reach);
      return;
    }
    const there = this.#dots.filter(
      ({ left, emitted }) => left === undefined && emitted <= question.asked + this.#delay,
    );
    if (this.#flowing && there.length > 0) {
      depart(there, reach);
      this.#questions.splice(this.#questions.indexOf(question), 1);
    } else if (this.#flowing && this.#manner === "asks") {
      question.state = "back";
      question.turned = reach;
    } else question.state = "held";
  }

  #settle(question: Question, seqs: readonly number[], now: Milliseconds): void {
    if (seqs.length === 0) {
      question.state = "back";
      question.turned = now;
      return;
    }
    this.#questions.splice(this.#questions.indexOf(question), 1);
    depart(
      this.#dots.filter(({ left, seq }) => left === undefined && seqs.includes(seq)),
      now,
    );
  }

  /** An event is here; one that is drawn as waiting leaves now, unless a question is drawn as fetching it. */
  #arrive(seq: number, now: Milliseconds, fetched: boolean): void {
    this.#newest = Math.max(this.#newest, seq);
    // Lanes keep the order: what is older and not here yet was never seen to leave, and will not come.
    this.#dots = this.#dots.filter(({ arrived, seq: other }) => arrived || other >= seq);
    let dot = this.#dots.find((known) => known.seq === seq);
    if (dot === undefined) {
      dot = { seq, emitted: now, left: undefined, arrived: false };
      this.#dots.push(dot);
      if (this.#dots.length > MOST_DRAWN) this.#dots.shift();
    }
    dot.arrived = true;
    if (!fetched) dot.left ??= now;
  }

  #keep(dot: Dot, now: Milliseconds, crossing: Milliseconds, sprites: Sprite[]): boolean {
    if (dot.left === undefined) return true;
    const place = (now - dot.left) / crossing;
    if (place >= 1 && dot.arrived) {
      this.#flash = dot.left + crossing;
      return false;
    }
    if (now - dot.left > crossing + GIVE_UP_MS) {
      dot.left = undefined;
      return true;
    }
    sprites.push({ kind: "event", place: Math.min(Math.max(0, place), dot.arrived ? 1 : ALMOST) });
    return true;
  }
}

function depart(dots: readonly Dot[], now: Milliseconds): void {
  const apart = Math.min(APART_MS, TRAIN_MS / dots.length);
  for (const [i, dot] of dots.entries()) dot.left = now + i * apart;
}
