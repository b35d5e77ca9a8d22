import { readSeq } from "../../core/envelope.ts";
import type { ClientObserver, ClosedBytes, CloseReason } from "../../core/transport.ts";

/** An observer that keeps what it was told. */
export class Recorder implements ClientObserver {
  /** By client: the cursors of its events in the order they came. */
  readonly seqs: number[][];
  /** By client: the envelopes. */
  readonly envelopes: string[][];
  readonly closes: { client: number; reason: CloseReason; error?: string }[] = [];
  readonly gones: { client: number; oldest: number }[] = [];
  opens = 0;
  requests = 0;
  emptyResponses = 0;
  skips = 0;
  /** Bytes told by purpose, and what the sockets counted. */
  toldUp = 0;
  toldDown = 0;
  readBytes = 0;
  socketUp = 0;
  socketDown = 0;

  constructor(clients: number) {
    this.seqs = Array.from({ length: clients }, () => []);
    this.envelopes = Array.from({ length: clients }, () => []);
  }

  /** Events of all clients. */
  get events(): number {
    return this.seqs.reduce((sum, seqs) => sum + seqs.length, 0);
  }

  received(_client: number, bytes: number): void {
    this.readBytes += bytes;
  }

  opening(): void {}

  opened(_client: number, handshakeUp: number, handshakeDown: number): void {
    this.opens++;
    this.toldUp += handshakeUp;
    this.toldDown += handshakeDown;
  }

  requested(_client: number, bytes: number): void {
    this.requests++;
    this.toldUp += bytes;
  }

  responded(_client: number, events: number, headerBytes: number, framingBytes: number): void {
    if (events === 0) this.emptyResponses++;
    this.toldDown += headerBytes + framingBytes;
  }

  event(client: number, bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.seqs[client]!.push(readSeq(bytes, start, end));
    this.envelopes[client]!.push(Buffer.from(bytes.slice(start, end)).toString("latin1"));
    this.toldDown += end - start + framingBytes;
  }

  controlled(_client: number, up: number, down: number): void {
    this.toldUp += up;
    this.toldDown += down;
  }

  skipped(): void {
    this.skips++;
  }

  gone(client: number, oldest: number): void {
    this.gones.push({ client, oldest });
  }

  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): void {
    this.closes.push({ client, reason, ...(error === undefined ? {} : { error: error.message }) });
    this.toldUp += bytes.strayUp;
    this.toldDown += bytes.strayDown;
    this.socketUp += bytes.socketUp;
    this.socketDown += bytes.socketDown;
  }
}
