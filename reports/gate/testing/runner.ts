/** What a GitHub runner makes of a line that a step prints. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const COMMANDS = [
  "error",
  "warning",
  "notice",
  "debug",
  "set-output",
  "set-env",
  "save-state",
  "add-mask",
  "add-path",
  "add-matcher",
  "remove-matcher",
  "stop-commands",
  "group",
  "endgroup",
  "echo",
  "internal-set-repo-path",
];

/**
 * Reads a step's output by the runner's rules, which its source states (github.com/actions/runner,
 * src/Runner.Common/ActionCommand.cs): a line is a command if it starts, after white space, with `::`, a known name
 * and another `::`; properties are parted by commas and unescape %0D %0A %3A %2C and last %25, data %0D %0A and
 * last %25. The older form `##[name properties]data` may stand anywhere in a line.
 */
export function runnerCommands(output: string): readonly RunnerCommand[] {
  return output.split(/\r\n|\n|\r/).flatMap((line) => current(line) ?? old(line) ?? []);
}

function current(line: string): RunnerCommand | undefined {
  const text = line.trimStart();
  const end = text.indexOf("::", 2);
  if (!text.startsWith("::") || end < 0) return undefined;
  const [name = "", ...rest] = text.slice(2, end).split(" ");
  if (!COMMANDS.includes(name.toLowerCase())) return undefined;
  const properties = rest
    .join(" ")
    .split(",")
    .flatMap((pair) => {
      const at = pair.indexOf("=");
      return at < 1 ? [] : [[pair.slice(0, at).trim(), property(pair.slice(at + 1))] as const];
    });
  return { name, properties: Object.fromEntries(properties), data: data(text.slice(end + 2)) };
}

function old(line: string): RunnerCommand | undefined {
  const start = line.indexOf("##[");
  const end = line.indexOf("]", start);
  if (start < 0 || end < 0) return undefined;
  const [name = ""] = line.slice(start + 3, end).split(" ");
  return COMMANDS.includes(name.toLowerCase())
    ? { name, properties: {}, data: line.slice(end + 1) }
    : undefined;
}

const data = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");

const property = (text: string): string =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
