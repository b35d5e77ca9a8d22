import { join, resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { formatDuration, type Milliseconds, parseDuration } from "../core/units.ts";
import { CALIBRATION_MS, calibrate } from "../harness/calibrate.ts";
import { MICRO_NAMES, type MicroName } from "../harness/micro/names.ts";
import { runMicro } from "../harness/micro/run.ts";
import { microText } from "../harness/micro/text.ts";
import { quoted } from "./command-line.ts";
import { endingText, jsonText } from "./ending.ts";
import { ensureWritable } from "./files.ts";
import { onInterrupt, SIGNAL_EXIT } from "./interrupt.ts";
import { clock, LiveLine } from "./live-line.ts";
import { animated, type System } from "./system.ts";

/** The options of `bench micro`, as commander gives them. */
export interface MicroCommandOptions {
  readonly only?: string;
  readonly seconds?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How long each case is measured when nothing else is said. */
const DEFAULT_MS: Milliseconds = 300;
const SHORTEST_MS: Milliseconds = 1;
const LONGEST_MS: Milliseconds = 60_000;

/** `bench micro`: measures hot paths against their references and returns the exit code. */
export async function micro(system: System, options: MicroCommandOptions): Promise<number> {
  const names = namesOf(options.only);
  const span = spanOf(options.seconds);
  const out = resolve(system.cwd, options.out);
  await ensureWritable(out);

  const { stderr, stdout } = system;
  const line =
    options.quiet === true
      ? undefined
      : new LiveLine({ output: stderr, live: animated(system, stderr), now: () => system.now() });
  const interruption = onInterrupt(system, () =>
    line?.note("finishing: writing what was measured; Ctrl-C again to stop at once"),
  );
  const given = { only: options.only, seconds: options.seconds };
  const set = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  try {
    const { result, folder } = await runMicro({
      names,
      span,
      out,
      command: ["bench", "micro", ...set.flatMap(({ name, value }) => [`--${name}`, value])]
        .map(quoted)
        .join(" "),
      overrides: set.map(({ name }) => name),
      signal: interruption.signal,
      calibrate(signal) {
        line?.update(["calibrating"], true);
        return calibrate(signal);
      },
      onCase: (name, place) =>
        line?.update(
          [
            `[${place}/${names.length}] ${name}`,
            `${line.elapsed} elapsed`,
            ...left(line, place, names.length),
          ],
          true,
        ),
    });
    line?.clear();
    const where = endingText(
      system,
      [["result", join(folder, "result.json")]],
      "bench micro --seconds 2   (steadier figures)",
    );
    if (options.json === true) {
      stdout.write(jsonText(result));
      if (options.quiet !== true) stderr.write(where);
    } else {
      stdout.write(`${microText(result, stdout)}\n${where}`);
    }
  } finally {
    line?.clear();
    interruption.done();
  }
  return interruption.caught === undefined ? 0 : SIGNAL_EXIT[interruption.caught];
}

/** Cases take about the same time each, so what is left follows from what was. */
const left = (line: LiveLine, place: number, cases: number): readonly string[] =>
  place === 1
    ? []
    : [`${clock((Math.max(0, line.elapsedMs - CALIBRATION_MS) / (place - 1)) * (cases - place + 1))} left`];

/** The cases asked for, in the order in which they run; all when nothing is said. */
function namesOf(text: string | undefined): readonly MicroName[] {
  if (text === undefined) return MICRO_NAMES;
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const unknown = words.filter((word) => !(MICRO_NAMES as readonly string[]).includes(word));
  if (words.length > 0 && unknown.length === 0) return MICRO_NAMES.filter((name) => words.includes(name));
  const problems = unknown.map((word) => {
    const meant = didYouMean(word, MICRO_NAMES);
    return `unknown case "${word}"${meant === undefined ? "" : `; ${meant}`}`;
  });
  throw new BenchError(
    "USAGE",
    `--only: ${problems.join(", ") || "found nothing; expected names of cases"}`,
    {
      hint: `cases: ${MICRO_NAMES.join(", ")}`,
    },
  );
}

/** A number of seconds, or a duration with its unit. */
function spanOf(text: string | undefined): Milliseconds {
  if (text === undefined) return DEFAULT_MS;
  const ms = parseDuration(/[a-z]$/.test(text) ? text : `${text}s`);
  if (ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  const range = `from ${formatDuration(SHORTEST_MS)} to ${formatDuration(LONGEST_MS)}`;
  throw new BenchError(
    "USAGE",
    `--seconds: found "${text}"; expected seconds, or a duration such as 500ms, ${range}`,
  );
}
