import { StreamDigest } from "../core/stream.ts";

/** The client whose received bytes are digested, so that the stream's hash is recomputed from the wire. */
const WITNESS = 0;

/** What the witness received, as a digest. */
export class Witness {
  readonly #digest = new StreamDigest();
  #events = 0;

  /** Any client received an envelope; only the witness's counts. */
  event(client: number, bytes: Uint8Array, start: number, end: number): void {
    if (client !== WITNESS) return;
    this.#digest.add(bytes.subarray(start, end));
    this.#events++;
  }

  /** The digest; absent when nothing was received. Call it once. */
  report(): { received?: string } {
    return this.#events === 0 ? {} : { received: this.#digest.finish() };
  }
}
