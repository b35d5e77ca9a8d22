import { LINK_PROFILE_NAMES } from "../../core/link-profiles.ts";
import { METRIC_NAMES } from "../../core/metrics.ts";
import { SERVED_NAMES, TRANSPORT_NAMES } from "../../core/transports.ts";
import { MICRO_NAMES } from "../../harness/micro/names.ts";
import { OUTPUT_FORMATS } from "../../reports/gate/index.ts";

/** What a shell may offer where a value stands. Nothing at all where anything goes. */
export interface Values {
  readonly words: readonly string[];
  /** Several words with commas between. */
  readonly list?: true;
  readonly paths?: "files" | "folders";
}

/** What can be offered for each value, by what help calls it; for an argument also by command and name. */
export type Vocabulary = Readonly<Record<string, Values>>;

const NONE: Values = { words: [] };
const FILES: Values = { words: [], paths: "files" };
const FOLDERS: Values = { words: [], paths: "folders" };

/**
 * What to offer for a value, by its name in help: `<folder>` in `--out <folder>`. Choices that commander
 * knows need no entry.
 *
 * @param scenarios names of the built-in scenarios
 * @param commands names of the program's commands
 */
export function vocabulary(scenarios: readonly string[], commands: readonly string[]): Vocabulary {
  return {
    scenario: { words: scenarios, paths: "files" },
    transport: { words: TRANSPORT_NAMES },
    "serve transport": { words: SERVED_NAMES },
    transports: { words: TRANSPORT_NAMES, list: true },
    profile: { words: [...LINK_PROFILE_NAMES, "none"] },
    cases: { words: MICRO_NAMES, list: true },
    metric: { words: METRIC_NAMES },
    metrics: { words: METRIC_NAMES, list: true },
    // A limit starts with a metric: "latencyP99Ms <= 100".
    limit: { words: METRIC_NAMES },
    format: { words: Object.keys(OUTPUT_FORMATS) },
    // format=file.
    output: { words: Object.keys(OUTPUT_FORMATS).map((name) => `${name}=`) },
    command: { words: commands },
    result: FILES,
    file: FILES,
    base: FILES,
    head: FILES,
    baseline: FILES,
    folder: FOLDERS,
    side: FOLDERS,
    address: NONE,
    count: NONE,
    events: NONE,
    number: NONE,
    port: NONE,
    text: NONE,
    time: NONE,
  };
}
