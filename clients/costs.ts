import type { LoadReport } from "../core/messages.ts";
import type { Bytes } from "../core/units.ts";

const NONE = Number.POSITIVE_INFINITY;

/** The digits of a length that the cost of an answer is told with. */
const LENGTH_DIGITS = 2;

/**
 * The smallest cost seen of each kind of exchange. Costs vary only by the digits of a cursor or a length, so
 * the smallest one is a property of the protocol and not of the run: every client's first request has a cursor of
 * one digit. Whether a client ever got an answer short enough depends on how events happened to meet, so an answer's
 * cost is told as if its length had two digits.
 */
export class Costs {
  #request = NONE;
  #emptyResponse = NONE;
  #event = NONE;
  #response = NONE;
  #comparableResponse = NONE;
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

  /** @param bodyBytes the length that the answer's head names */
  response(bytes: Bytes, bodyBytes: Bytes): void {
    if (bytes < this.#response) this.#response = bytes;
    const comparable = bytes - digitsOf(bodyBytes) + LENGTH_DIGITS;
    if (comparable < this.#comparableResponse) this.#comparableResponse = comparable;
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
      comparableResponseBytes: this.#comparableResponse,
      handshakeBytes: this.#handshake,
    };
    return Object.fromEntries(Object.entries(seen).filter(([, bytes]) => bytes !== NONE));
  }
}

/** Decimal digits of a whole number, without making text of it. */
function digitsOf(bytes: Bytes): number {
  let digits = 1;
  for (let limit = 10; bytes >= limit; limit *= 10) digits++;
  return digits;
}
