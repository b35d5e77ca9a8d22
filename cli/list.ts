import { planRun } from "../harness/plan.ts";
import { counted } from "../reports/names.ts";
import { plain, type Style, styleFor, wrap } from "../reports/terminal.ts";
import { jsonText, nextLine } from "./ending.ts";
import { aboutTime } from "./plan-text.ts";
import { builtInNames, readBuiltIn } from "./scenarios.ts";
import { lively, type System } from "./system.ts";
import { aligned } from "./table.ts";

/** The options of `bench list`, as commander gives them. */
export interface ListOptions {
  readonly json?: boolean;
  readonly color: boolean;
}

/** A scenario as the list shows it. */
export interface Listed {
  readonly name: string;
  readonly description: string;
  readonly clients: number;
  readonly transports: readonly string[];
  readonly estimateMs: number;
}

/** `bench list`: shows the built-in scenarios. */
export async function list(system: System, { json, color }: ListOptions): Promise<number> {
  const { stdout } = system;
  const scenarios = await Promise.all((await builtInNames()).map(readBuiltIn));
  const listed = scenarios.map((scenario) => ({
    name: scenario.name,
    description: scenario.description.replaceAll(/\s+/g, " "),
    clients: scenario.clients,
    transports: scenario.transports.map(({ id }) => id),
    estimateMs: Math.round(planRun(scenario).estimateMs),
  }));
  if (json === true) {
    stdout.write(jsonText(listed));
    return 0;
  }
  // Programs read lines; people read columns.
  const lines = stdout.terminal
    ? listLines(listed, stdout.columns, styleFor(lively(system, stdout, color)))
    : aligned([HEAD, ...listed.map(cells)]);
  stdout.write(`${lines.join("\n")}\n\n${nextLine(system, "bench run quick")}\n`);
  return 0;
}

const HEAD = ["scenario", "time", "transports", "what for"];
const cells = ({ name, estimateMs, transports, description }: Listed): readonly string[] => [
  name,
  aboutTime(estimateMs),
  transports.join(", "),
  description,
];

/** A scenario in two lines or few, none wider than `columns`: what it is for, then who takes part. */
export function listLines(listed: readonly Listed[], columns: number, style: Style): readonly string[] {
  const heads = aligned([
    ["scenario", "time", ""],
    ...listed.map((each) => [...cells(each).slice(0, 2), ""]),
  ]);
  const indent = Math.max(...heads.map(({ length }) => length)) + 2;
  const beside = (head: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, i) => (i === 0 ? head : "").padEnd(indent) + text);
  const room = columns - indent;
  return [
    style("dim", heads[0]!.padEnd(indent) + HEAD[3]),
    ...listed.flatMap(({ description, transports, clients }, i) =>
      beside(heads[i + 1]!, [
        ...wrap(plain(description), room),
        ...wrap(`${transports.join(", ")} · ${counted(clients, "client")}`, room).map((text) =>
          style("dim", text),
        ),
      ]),
    ),
  ];
}
