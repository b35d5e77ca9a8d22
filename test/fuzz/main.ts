import { parseArgs } from "node:util";
import { endsWithin } from "./bounded.ts";
import { FrameTarget } from "./frame-target.ts";
import { checked, type FuzzResult, fuzz, INPUT_LIMIT_MS } from "./fuzz.ts";
import { minimise } from "./minimise.ts";
import { failureText, progressLine, summary } from "./report.ts";
import { ResponseTarget } from "./response-target.ts";
import type { Agreement, Finding, Input, Target } from "./target.ts";

const HELP = `usage: npm run fuzz -- [options]

Feeds seeded inputs, well-formed and damaged, to the readers of HTTP responses and WebSocket frames, and
compares them with llhttp, Node's HTTP client, a model of the rules, and ws.

  --target http|ws     one reader only; both when absent
  --seed <n>           what the inputs are made from (1)
  --count <n>          how many inputs for each reader (1000000)
  --seconds <n>        stop each reader earlier, after this time
  --from <n>           the first input's index (0), to see one again
  --sample-every <n>   how often the slow reference is asked too (50)
  --help               this text

Exit code 0: nothing found; 1: something found, or a fault; 2: usage.
`;

const TARGETS = { http: () => new ResponseTarget(), ws: () => new FrameTarget() } as const;

class UsageError extends Error {}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${flag} is "${text}", which is no whole number`);
  return Number(text);
}

function parse() {
  const { values } = parseArgs({
    options: {
      target: { type: "string" },
      seed: { type: "string", default: "1" },
      count: { type: "string", default: "1000000" },
      seconds: { type: "string" },
      from: { type: "string", default: "0" },
      "sample-every": { type: "string", default: "50" },
      help: { type: "boolean", default: false },
    },
  });
  const { target } = values;
  if (target !== undefined && target !== "http" && target !== "ws") {
    throw new UsageError(`--target is "${target}"; it can be http or ws`);
  }
  return {
    help: values.help,
    names: target === undefined ? (["http", "ws"] as const) : ([target] as const),
    seed: wholeNumber("seed", values.seed),
    count: wholeNumber("count", values.count),
    from: wholeNumber("from", values.from),
    sampleEvery: Math.max(1, wholeNumber("sample-every", values["sample-every"])),
    ...(values.seconds === undefined ? {} : { seconds: wholeNumber("seconds", values.seconds) }),
  };
}

/** What is wrong with an input, read alone by fresh readers; an input that hangs is cut off. */
function findingOf<I extends Input>(make: () => Target<I>, input: I): Finding | undefined {
  let outcome: Finding | Agreement = { what: "it hangs", ours: "no end", expected: "an end" };
  endsWithin(INPUT_LIMIT_MS, () => {
    outcome = checked(make(), input);
  });
  return typeof outcome === "object" ? outcome : undefined;
}

function explain(
  name: keyof typeof TARGETS,
  seed: number,
  failure: NonNullable<FuzzResult["failure"]>,
): string {
  const make = TARGETS[name] as () => Target;
  const { what } = failure.finding;
  const fails = (input: Input): boolean => findingOf(make, input)?.what === what;
  if (!fails(failure.input)) return failureText(name, seed, failure, undefined);
  // Each try of an input that hangs takes its full time.
  const input = minimise(failure.input, fails, what === "it hangs" ? 60 : 4000);
  return failureText(name, seed, failure, { input, finding: findingOf(make, input) ?? failure.finding });
}

async function main(): Promise<number> {
  const options = parse();
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  let code = 0;
  for (const name of options.names) {
    const target: Target = TARGETS[name]() as Target;
    const result = await fuzz(target, {
      ...options,
      progress: (tally) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progressLine(name, tally)}`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    process.stdout.write(`${summary(name, result.tally, target.stricter)}\n`);
    if (result.failure === undefined) continue;
    process.stdout.write(`\n${explain(name, options.seed, result.failure)}\n`);
    code = 1;
  }
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(isUsage ? `${(error as Error).message}\n\n${HELP}` : `${(error as Error).stack}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
