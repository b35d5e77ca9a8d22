import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { FrameReader } from "../../clients/wire/frame-reader.ts";
import { ResponseReader } from "../../clients/wire/response-reader.ts";
import { FrameTarget, type MakeFrameReader } from "./frame-target.ts";
import { type FuzzResult, fuzz } from "./fuzz.ts";
import { minimise } from "./minimise.ts";
import { escaped, failureText } from "./report.ts";
import { type MakeResponseReader, ResponseTarget } from "./response-target.ts";
import type { Input, Target } from "./target.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const short = (target: Target): Promise<FuzzResult> =>
  fuzz(target, { seed: 1, count: 8_000, sampleEvery: 50, limitMs: 5_000 });

/** A failure as text, so that a test that fails says what to look at. */
const failureOf = (target: Target, { failure }: FuzzResult): string | undefined =>
  failure && failureText(target.name, 1, failure, failure);

describe("the readers", () => {
  it.each<[string, () => Target]>([
    ["responses as the model, llhttp and Node do", () => new ResponseTarget() as Target],
    ["frames as ws does", () => new FrameTarget() as Target],
  ])("read %s, on thousands of inputs", async (_name, make) => {
    const target = make();

    const result = await short(target);

    expect(failureOf(target, result)).toBeUndefined();
    const { accepted, refused, sampled } = result.tally;
    expect([accepted > 2_000, refused > 2_000, sampled]).toEqual([true, true, 160]);
  });
});

describe("the fuzzer of responses", () => {
  const broken = (change: (reader: ResponseReader) => Partial<ResponseReader>): MakeResponseReader => {
    return (handler, limits) => {
      const reader = new ResponseReader(handler, limits);
      const changed = change(reader);
      return {
        read: (bytes, start, end) => (changed.read ?? reader.read).call(reader, bytes, start, end),
        end: () => (changed.end ?? reader.end).call(reader),
        reset: () => (changed.reset ?? reader.reset).call(reader),
        get pendingBytes() {
          return changed.pendingBytes ?? reader.pendingBytes;
        },
        get closing() {
          return changed.closing ?? reader.closing;
        },
      };
    };
  };

  it.each<[string, MakeResponseReader, string]>([
    [
      "a body's last byte missing",
      (handler, limits) =>
        new ResponseReader(
          {
            response: (status, head, framing, body, start, end) =>
              handler.response(status, head, framing, body, start, Math.max(start, end - 1)),
          },
          limits,
        ),
      "another response",
    ],
    [
      "a byte of the head counted as framing",
      (handler, limits) =>
        new ResponseReader(
          {
            response: (status, head, framing, body, start, end) =>
              handler.response(status, head - 1, framing + 1, body, start, end),
          },
          limits,
        ),
      "another response",
    ],
    [
      "errors that are swallowed",
      broken((reader) => ({
        read: (bytes, start, end) => {
          try {
            reader.read(bytes, start, end);
          } catch {}
        },
      })),
      "it takes malformed bytes",
    ],
    [
      "a pipelined response refused",
      (handler, limits) => {
        let responses = 0;
        const reader = new ResponseReader(
          {
            response: (...response) => {
              if (++responses > 1) reader.read(Buffer.from("x"), 0, 1);
              handler.response(...response);
            },
          },
          limits,
        );
        return reader;
      },
      "it refuses well-formed bytes",
    ],
    ["the end of the connection ignored", broken(() => ({ end() {} })), "it misjudges the end"],
    ["a close never announced", broken(() => ({ closing: false })), "it misjudges the close"],
    ["bytes that never stay pending", broken(() => ({ pendingBytes: 0 })), "bytes do not add up"],
    [
      "memory for a body that was only announced",
      broken((reader) => ({
        read: (bytes, start, end) => {
          new Uint8Array(1 << 20);
          reader.read(bytes, start, end);
        },
      })),
      "it allocates too much",
    ],
    [
      "an endless loop",
      broken((reader) => ({
        read: (bytes, start, end) => {
          while (end - start === 1 && bytes[start] === 0x0a) {}
          reader.read(bytes, start, end);
        },
      })),
      "it hangs",
    ],
  ])("finds %s", async (_name, make, what) => {
    const { failure } = await fuzz(new ResponseTarget(make), {
      seed: 1,
      count: 5_000,
      sampleEvery: 50,
      limitMs: 500,
    });

    expect(failure?.finding.what).toBe(what);
  });
});

describe("the fuzzer of frames", () => {
  it.each<[string, MakeFrameReader, string]>([
    [
      "a text told as binary",
      (handler, options) =>
        new FrameReader(
          {
            message: (_isText, bytes, start, end, framing) =>
              handler.message(false, bytes, start, end, framing),
            ping: (...frame) => handler.ping(...frame),
            pong: (...frame) => handler.pong(...frame),
            close: (...frame) => handler.close(...frame),
          },
          options,
        ),
      "another event",
    ],
    [
      "texts that are never checked",
      (handler, options) => new FrameReader(handler, { ...options, validateUtf8: false }),
      "another event",
    ],
    [
      "a limit that is one too high",
      (handler, { maxPayloadBytes = 0, ...options }) =>
        new FrameReader(handler, { ...options, maxPayloadBytes: maxPayloadBytes + 1 }),
      "another event",
    ],
    [
      "control frames between fragments that cost nothing",
      (handler, options) =>
        new FrameReader(
          {
            message: (...message) => handler.message(...message),
            ping: (bytes, start, end) => handler.ping(bytes, start, end, 0),
            pong: (...frame) => handler.pong(...frame),
            close: (...frame) => handler.close(...frame),
          },
          options,
        ),
      "another byte count",
    ],
  ])("finds %s", async (_name, make, what) => {
    const { failure } = await short(new FrameTarget(make) as Target);

    expect(failure?.finding.what).toBe(what);
  });
});

describe("a failure", () => {
  it("is shown by the least of its input that still fails", () => {
    const input: Input = { text: `${"y".repeat(100)}ab${"y".repeat(57)}c`, cuts: [3, 101, 120] };

    const smallest = minimise(
      input,
      ({ text, cuts }) => /ab.*c/.test(text) && cuts.includes(text.indexOf("b")),
    );

    expect(smallest).toEqual({ text: "abc", cuts: [1] });
  });

  it("names the input so that it can be made again", () => {
    const input = { text: 'a"\r\n\x80', cuts: [2], maxBodyBytes: 9 };
    const failure = { index: 7, input, finding: { what: "it hangs", ours: "1", expected: "2" } };

    expect(failureText("http", 3, failure, failure).split("\n")).toEqual([
      "http: it hangs (seed 3, index 7)",
      "again: --target http --seed 3 --from 7 --count 1",
      'input: 5 of 5 bytes, read up to 2, then to the end; {"maxBodyBytes":9}',
      '  "a\\"\\r\\n\\x80"',
      "  hex 61220d0a80",
      "ours:     1",
      "expected: 2",
    ]);
  });

  it("escapes bytes as a string literal does", () => {
    const text = String.fromCharCode(...Array(256).keys());

    expect(JSON.parse(escaped(text).replaceAll("\\x", "\\u00"))).toBe(text);
  });
});

describe("the command", () => {
  const run = (...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> =>
    new Promise((done) => {
      execFile(process.execPath, [join(ROOT, "scripts/fuzz.mjs"), ...args], (error, stdout, stderr) =>
        done({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  it("reads the inputs asked for, as the README shows, and tells how many of them were what", async () => {
    const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
    const [, args = ""] = /^\$ npm run fuzz -- (.*)$/m.exec(readme) ?? [];
    expect(args).toContain("--count");

    const { code, stdout } = await run(...args.split(" "));

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ws: 2,000 inputs .*\n {2}accepted 1,/)]);
  });

  it.each([
    [["--target", "tcp"], '--target is "tcp"; it can be http or ws'],
    [["--count", "many"], '--count is "many", which is no whole number'],
    [["--nonsense"], "Unknown option '--nonsense'"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run(...args);

    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

it("the README has a line for each file", () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const named = [...readme.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = ""]) => name).toSorted();
  const there = readdirSync(import.meta.dirname).filter((name) => !/\.test\.ts$|^README/.test(name));

  expect(named).toEqual(there.toSorted());
});
