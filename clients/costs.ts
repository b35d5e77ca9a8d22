import type { LoadReport } from "../core/messages.ts";
import type { Bytes } from "../core/units.ts";

const NONE = Number.POSITIVE_INFINITY;

/**
 * The smallest cost seen of each kind of exchange. Costs vary only by the digits of a cursor or a length, so
 * the smallest one is a property of the protocol and not of the run.
 */
export class Costs {
  #request = NONE;
  #emptyResponse = NONE;
  #event = NONE;
  #response = NONE;
  #handshake = NONE;

  request(bytes: Bytes): void {
    if (bytes < this.#request) this.#request = bytes;
  }

  emptyResponse(bytes: Bytes): void {
    if (bytes < this.#emptyResponse) this.#emptyResponse = bytes;
  }

  event(bytes: Bytes): void {
    if (bytes < this.#event) this.#event = bytes;
  }

  response(bytes: Bytes): void {
    if (bytes < this.#response) this.#response = bytes;
  }

  handshake(bytes: Bytes): void {
    if (bytes < this.#handshake) this.#handshake = bytes;
  }

  /** The costs as a report carries them; what was never seen is absent. */
  smallest(): LoadReport["exact"] {
    const seen = {
      requestBytes: this.#request,
      emptyResponseBytes: this.#emptyResponse,
      eventOverheadBytes: this.#event,
      responseOverheadBytes: this.#response,
      handshakeBytes: this.#handshake,
    };
    return Object.fromEntries(Object.entries(seen).filter(([, bytes]) => bytes !== NONE));
  }
}
