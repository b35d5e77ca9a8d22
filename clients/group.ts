import type { ClientHalf } from "../core/transport.ts";
import type { Subscriber } from "./subscriber.ts";

/** The clients of one load worker by number, each made when it is first connected. */
export class ClientGroup<S extends Subscriber> implements ClientHalf {
  readonly #make: (client: number) => S;
  readonly #subscribers: (S | undefined)[];

  constructor(clients: number, make: (client: number) => S) {
    this.#make = make;
    this.#subscribers = new Array(clients).fill(undefined);
  }

  /** The client of that number. */
  at(client: number): S {
    let subscriber = this.#subscribers[client];
    if (subscriber === undefined) {
      subscriber = this.#make(client);
      this.#subscribers[client] = subscriber;
    }
    return subscriber;
  }

  connect(client: number): void {
    this.at(client).connect();
  }

  cut(client: number): void {
    this.#subscribers[client]?.cut();
  }

  quiet(client: number): void {
    this.#subscribers[client]?.quiet();
  }

  close(client: number): void {
    this.#subscribers[client]?.finish();
  }
}
