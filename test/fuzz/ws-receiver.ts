import { createRequire } from "node:module";
import type { Writable } from "node:stream";

/** What a frame reader told: payloads and reasons as one character per byte. */
export type FrameEvent = readonly [kind: string, payload: string, code?: number];

interface Rules {
  readonly maxPayloadBytes: number;
  readonly validateUtf8: boolean;
}

interface Options {
  isServer: boolean;
  maxPayload: number;
  skipUTF8Validation: boolean;
}

// The receiver of `ws` is exported but has no types.
const { Receiver } = createRequire(import.meta.url)("ws") as {
  Receiver: new (options: Options) => Writable;
};

/** The receiver without the stream's queue and end: it reads when it is told to. */
class Direct extends Receiver {
  override end(): this {
    return this;
  }
}

/** The reader of `ws`, read by read. */
export class WsReceiver {
  readonly events: FrameEvent[] = [];
  /** The code of its error, once it refused something. */
  refused: string | undefined;
  readonly #receiver: Direct;

  constructor({ maxPayloadBytes, validateUtf8 }: Rules) {
    const options = { isServer: false, maxPayload: maxPayloadBytes, skipUTF8Validation: !validateUtf8 };
    this.#receiver = new Direct(options);
    const note =
      (kind: string) =>
      (payload: Buffer): void => {
        this.events.push([kind, payload.toString("latin1")]);
      };
    this.#receiver.on("message", (payload: Buffer, isBinary: boolean) => {
      this.events.push([isBinary ? "binary" : "text", payload.toString("latin1")]);
    });
    this.#receiver.on("ping", note("ping"));
    this.#receiver.on("pong", note("pong"));
    this.#receiver.on("conclude", (code: number, reason: Buffer) => {
      this.events.push(["close", reason.toString("latin1"), code]);
    });
  }

  /** Reads some bytes, which it may keep. */
  read(bytes: Buffer): void {
    if (this.refused !== undefined || bytes.length === 0) return;
    this.#receiver._write(bytes, "buffer" as BufferEncoding, (error) => {
      if (error) this.refused = (error as NodeJS.ErrnoException).code ?? error.message;
    });
  }
}
