import { createRequire } from "node:module";

// The parser inside Node, as undici carries it: the only build of it that can be called directly.
const BINARY = createRequire(import.meta.url)("undici/lib/llhttp/llhttp-wasm.js") as Uint8Array<ArrayBuffer>;

/** What is used of WebAssembly, which has no types outside of browsers. */
interface Wasm {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize?(): void;
  malloc(size: number): number;
  llhttp_alloc(type: number): number;
  llhttp_reset(parser: number): void;
  llhttp_execute(parser: number, data: number, length: number): number;
  llhttp_finish(parser: number): number;
  llhttp_resume(parser: number): void;
  llhttp_get_error_pos(parser: number): number;
}

const RESPONSE = 2;
const OK = 0;
const PAUSED = 21;

/** A response as llhttp saw it. */
export interface Parsed {
  readonly status: number;
  readonly body: string;
  readonly headEnd: number;
  readonly end: number;
}

/** What llhttp made of an input, after which the connection ends. */
export interface Parsing {
  /** Final responses; interim ones are part of the head of the next. */
  readonly responses: readonly Parsed[];
  readonly refused: boolean;
  /** Whether the end came in the middle of a response. */
  readonly cut: boolean;
}

/** Node's parser of HTTP, without Node around it. */
export class Llhttp {
  readonly #wasm: Exports;
  readonly #parser: number;
  #buffer = 0;
  #capacity = 0;
  #status = 0;
  #body: Buffer[] = [];
  #complete = false;
  #headDone = false;

  constructor() {
    const nothing = (): number => OK;
    const env = {
      wasm_on_url: nothing,
      wasm_on_status: nothing,
      wasm_on_message_begin: nothing,
      wasm_on_header_field: nothing,
      wasm_on_header_value: nothing,
      wasm_on_headers_complete: (_parser: number, status: number): number => {
        this.#status = status;
        this.#headDone = true;
        return PAUSED;
      },
      wasm_on_body: (_parser: number, at: number, length: number): number => {
        this.#body.push(Buffer.copyBytesFrom(new Uint8Array(this.#wasm.memory.buffer, at, length)));
        return OK;
      },
      wasm_on_message_complete: (): number => {
        this.#complete = true;
        return PAUSED;
      },
    };
    const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
    const instance = new wasm.Instance(new wasm.Module(BINARY), { env });
    this.#wasm = instance.exports as Exports;
    this.#wasm._initialize?.();
    this.#parser = this.#wasm.llhttp_alloc(RESPONSE);
  }

  /** Parses the whole input, then its end. */
  parse(bytes: Uint8Array): Parsing {
    const wasm = this.#wasm;
    if (bytes.length > this.#capacity) {
      this.#capacity = Math.max(bytes.length, 1 << 17);
      this.#buffer = wasm.malloc(this.#capacity);
    }
    new Uint8Array(wasm.memory.buffer).set(bytes, this.#buffer);
    wasm.llhttp_reset(this.#parser);
    this.#begin();
    const responses: Parsed[] = [];
    let at = 0;
    let headEnd = 0;
    let isInterim = false;
    const done = (): void => {
      if (this.#status >= 200) {
        const body = Buffer.concat(this.#body).toString("latin1");
        responses.push({ status: this.#status, body, headEnd, end: at });
      }
      isInterim = this.#status < 200;
      this.#begin();
    };
    // What follows a pause is done by the next call, be there no bytes left.
    for (let paused = false; at < bytes.length || paused; ) {
      const result = wasm.llhttp_execute(this.#parser, this.#buffer + at, bytes.length - at);
      if (result === OK) {
        at = bytes.length;
        break;
      }
      at = wasm.llhttp_get_error_pos(this.#parser) - this.#buffer;
      if (result !== PAUSED) return { responses, refused: true, cut: false };
      wasm.llhttp_resume(this.#parser);
      paused = true;
      if (this.#headDone) {
        this.#headDone = false;
        headEnd = at;
      }
      if (this.#complete) done();
    }
    const isCut = wasm.llhttp_finish(this.#parser) !== OK && !this.#complete;
    if (this.#complete) done();
    // To llhttp an interim response is one like others; without a final one after it, there is no answer.
    return { responses, refused: false, cut: isCut || isInterim };
  }

  #begin(): void {
    this.#status = 0;
    this.#body = [];
    this.#complete = false;
    this.#headDone = false;
  }
}
