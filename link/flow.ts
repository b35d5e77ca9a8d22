import type { Socket } from "node:net";
import type { Clock } from "../core/clock.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";
import type { Agenda, Appointment } from "./agenda.ts";
import type { Gate } from "./gate.ts";
import type { Line } from "./line.ts";
import type { WayTally } from "./way-tally.ts";

/** Queued bytes at which no more is read from the sender: as with a full window, it feels that nobody reads. */
export const MAX_QUEUED_BYTES: Bytes = 1024 ** 2;
/** The same for pieces, because a piece of one byte takes some hundred of memory. */
export const MAX_QUEUED_PIECES = 16_384;
/** Bytes that wait in the receiver's socket at which no more is handed to it. */
const MAX_UNSENT_BYTES: Bytes = 64 * 1024;

/** What all flows of one direction of a relay share. */
export interface Way {
  readonly clock: Clock;
  readonly agenda: Agenda;
  /** Replaced when the window is known. */
  readonly gate: () => Gate;
  readonly tally: WayTally;
}

/** What travels: bytes, the sender's orderly end, or its reset. */
type Piece = { readonly due: Nanoseconds } & (
  | { readonly kind: "data"; readonly data: Buffer }
  | { readonly kind: "end" }
  | { readonly kind: "reset" }
);

/** One direction of one connection: what `source` sends comes to `sink` when the line says so. */
export class Flow implements Appointment {
  /** When it next has something to hand on, while it stands in the agenda. */
  at: Nanoseconds = 0;
  readonly #way: Way;
  readonly #line: Line;
  readonly #source: Socket;
  readonly #sink: Socket;
  #queue: Piece[] = [];
  #head = 0;
  #queued: Bytes = 0;
  #inAgenda = false;
  #dead = false;
  /** Until when the receiver took nothing: what waited for it was not late by this relay's fault. */
  #heldUntil: Nanoseconds = Number.NEGATIVE_INFINITY;
  #held = false;

  constructor(way: Way, line: Line, source: Socket, sink: Socket) {
    this.#way = way;
    this.#line = line;
    this.#source = source;
    this.#sink = sink;
  }

  /** Bytes on their way. */
  get queued(): Bytes {
    return this.#queued;
  }

  /** Takes bytes that the source sent; they are not copied. */
  send(data: Buffer, at: Nanoseconds): void {
    const { tally } = this.#way;
    tally.in += data.length;
    if (this.#dead) {
      tally.dropped += data.length;
      return;
    }
    this.#queued += data.length;
    const most = this.#line.pieceBytes;
    for (let start = 0; start < data.length; start += most) {
      const piece = data.length <= most ? data : data.subarray(start, start + most);
      this.#push({ kind: "data", data: piece, due: this.#line.leaves(at, piece.length) });
    }
    if (this.#filled >= 1) this.#source.pause();
  }

  /** The source ended in order, or was reset: the sink learns it behind the data. */
  finish(kind: "end" | "reset", at: Nanoseconds): void {
    if (!this.#dead) this.#push({ kind, due: this.#line.leaves(at, 0) });
  }

  /** The sink is gone: drops what is on its way and whatever the source still sends. */
  kill(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#way.tally.dropped += this.#queued;
    this.#queued = 0;
    this.#queue = [];
    this.#head = 0;
    this.#source.resume();
  }

  /** The sink takes data again. */
  drained(): void {
    if (!this.#held) return;
    const now = this.#way.clock.now();
    this.#held = false;
    this.#heldUntil = now;
    this.#handOn(now);
  }

  keep(now: Nanoseconds): void {
    this.#inAgenda = false;
    this.#handOn(now);
  }

  get #pieces(): number {
    return this.#queue.length - this.#head;
  }

  /** The share of what may be on its way that is. */
  get #filled(): number {
    return Math.max(this.#queued / MAX_QUEUED_BYTES, this.#pieces / MAX_QUEUED_PIECES);
  }

  #push(piece: Piece): void {
    this.#queue.push(piece);
    if (this.#pieces === 1) this.#await(this.#way.gate().opens(piece.due));
  }

  #await(at: Nanoseconds): void {
    if (this.#inAgenda) return;
    this.#inAgenda = true;
    this.at = at;
    this.#way.agenda.add(this);
  }

  #handOn(now: Nanoseconds): void {
    const sink = this.#sink;
    const gate = this.#way.gate();
    const several = this.#pieces > 1;
    if (several) sink.cork();
    for (let piece = this.#queue[this.#head]; piece !== undefined; piece = this.#queue[this.#head]) {
      // What ends the wait is "connect" or "drain".
      if (sink.connecting || sink.writableLength > MAX_UNSENT_BYTES) {
        this.#held = true;
        break;
      }
      const due = gate.opens(piece.due);
      if (due > now) {
        this.#await(due);
        break;
      }
      this.#shift();
      this.#deliver(piece, due);
    }
    if (several) sink.uncork();
    if (this.#filled < 0.5 && this.#source.isPaused()) this.#source.resume();
  }

  #deliver(piece: Piece, due: Nanoseconds): void {
    const { tally, clock } = this.#way;
    switch (piece.kind) {
      case "data":
        this.#queued -= piece.data.length;
        tally.out += piece.data.length;
        this.#sink.write(piece.data);
        if (due >= this.#heldUntil) tally.handedOn(due, clock.now());
        break;
      case "end":
        this.#sink.end();
        break;
      case "reset":
        this.#sink.uncork();
        reset(this.#sink);
        break;
      default:
        piece satisfies never;
    }
  }

  #shift(): void {
    this.#head++;
    // Dropping the dead front only when it is half of the array keeps this at constant cost.
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head > 64 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }
}

/**
 * Breaks a socket without a word. One that still connects is abandoned; one whose own end is just being told cannot
 * be reset (libuv refuses, and Node would then never close it), and is closed behind that.
 */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  const ending = socket.writableEnded && !socket.writableFinished;
  if (socket.connecting || ending) socket.destroy();
  else socket.resetAndDestroy();
}
