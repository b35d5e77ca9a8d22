import { readId, readSeq } from "../core/envelope.ts";
import type { AuditCounts } from "../core/messages.ts";
import type { StreamBytes } from "../core/stream.ts";

/** Ids [from, to) that a client has not received although a later one came. */
type Gap = [from: number, to: number];

/**
 * Checks every event that every client receives, byte for byte, against the stream regenerated from the
 * seed. Counts are of the window's events only,
 * and of corrupted ones that nobody can tell; what came right is forgotten at once: a client in order costs
 * one integer.
 */
export class Audit {
  readonly #stream: StreamBytes;
  readonly #events: number;
  readonly #clients: number;
  /** By client: the smallest id that has not come and is not in a gap. */
  readonly #next: Uint32Array;
  readonly #gaps = new Map<number, Gap[]>();
  #firstId = 1;
  #endId = 1;
  #remaining: number;
  #corrupted = 0;
  #corruptedPairs = 0;
  #duplicated = 0;
  #reordered = 0;

  constructor(stream: StreamBytes, clients: number) {
    this.#stream = stream;
    this.#events = stream.offsets.length - 1;
    this.#clients = clients;
    this.#next = new Uint32Array(clients).fill(1);
    this.#remaining = this.#events * clients;
  }

  /** Sets the window to ids [firstId, endId). Before it is set, nothing is counted. */
  setWindow(firstId: number, endId: number): void {
    this.#firstId = firstId;
    this.#endId = endId;
  }

  /** (client, event) pairs of the whole stream that have not arrived yet. */
  get remaining(): number {
    return this.#remaining;
  }

  /**
   * Takes one received envelope. Returns its id when this is the first delivery of that event to that client
   * and every byte is right, else 0.
   */
  check(client: number, bytes: Uint8Array, start: number, end: number): number {
    const id = readId(bytes, start, end);
    if (id < 1 || id > this.#events || !this.#matches(id, bytes, start, end)) {
      this.#corrupt(client, id, readSeq(bytes, start, end));
      return 0;
    }
    return this.#arrive(client, id) ? id : 0;
  }

  /** Whether a client has every event up to that id. */
  hasUpTo(client: number, id: number): boolean {
    if (this.#next[client]! <= id) return false;
    return !(this.#gaps.get(client) ?? []).some(([from]) => from <= id);
  }

  counts(): AuditCounts {
    const expected = (this.#endId - this.#firstId) * this.#clients;
    let lost = 0;
    for (let client = 0; client < this.#clients; client++) {
      lost += Math.max(0, this.#endId - Math.max(this.#firstId, this.#next[client]!));
      for (const [from, to] of this.#gaps.get(client) ?? []) {
        lost += Math.max(0, Math.min(to, this.#endId) - Math.max(from, this.#firstId));
      }
    }
    return {
      expected,
      delivered: expected - lost - this.#corruptedPairs,
      lost,
      corrupted: this.#corrupted,
      duplicated: this.#duplicated,
      reordered: this.#reordered,
    };
  }

  #inWindow(id: number): boolean {
    return id >= this.#firstId && id < this.#endId;
  }

  #matches(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#stream.offsets[id - 1]!;
    const to = this.#stream.offsets[id]!;
    if (to - from !== end - start) return false;
    return this.#stream.bytes.compare(bytes, start, end, from, to) === 0;
  }

  /** Notes that an event came; false when that client had it already. */
  #arrive(client: number, id: number): boolean {
    const next = this.#next[client]!;
    if (id === next) {
      this.#next[client] = id + 1;
    } else if (id > next) {
      this.#openGap(client, next, id);
      this.#next[client] = id + 1;
    } else if (this.#fillGap(client, id)) {
      if (this.#inWindow(id)) this.#reordered++;
    } else {
      if (this.#inWindow(id)) this.#duplicated++;
      return false;
    }
    this.#remaining--;
    return true;
  }

  /**
   * Counts an event whose bytes are wrong. Where its cursor and id agree it is taken for that event and ends
   * that pair as corrupted; otherwise nobody can say which event it was, and that one will be lost as well.
   */
  #corrupt(client: number, id: number, seq: number): void {
    const known = id >= 1 && id <= this.#events && seq === id;
    if (known && !this.#inWindow(id)) {
      this.#arrive(client, id);
      return;
    }
    this.#corrupted++;
    if (known && this.#arrive(client, id)) this.#corruptedPairs++;
  }

  #openGap(client: number, from: number, to: number): void {
    const gaps = this.#gaps.get(client);
    if (gaps === undefined) this.#gaps.set(client, [[from, to]]);
    else gaps.push([from, to]);
  }

  #fillGap(client: number, id: number): boolean {
    const gaps = this.#gaps.get(client);
    const at = gaps?.findIndex(([from, to]) => id >= from && id < to) ?? -1;
    if (gaps === undefined || at < 0) return false;
    const [from, to] = gaps[at]!;
    const rest: Gap[] = [];
    if (from < id) rest.push([from, id]);
    if (id + 1 < to) rest.push([id + 1, to]);
    gaps.splice(at, 1, ...rest);
    return true;
  }
}
