import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { isTransportName, type ParamSpec, TRANSPORTS, type TransportName } from "../core/transports.ts";
import { formatBytes, formatDuration } from "../core/units.ts";
import { CALIBRATION_MS } from "../harness/calibrate.ts";
import type { Plan } from "../harness/plan.ts";
import { PHASES } from "../harness/progress.ts";
import { plain, wrap, wrapParts } from "../reports/terminal.ts";
import { aligned } from "./table.ts";

/** What a run would do, for people: the conditions, the cells in order, their phases, the time in all. */
export function planText(scenario: Scenario, plan: Plan, { columns }: { readonly columns: number }): string {
  const { stream, phases } = scenario;
  const conditions = [
    `${scenario.name}: ${scenario.clients} clients`,
    `${stream.rate} events/s ${stream.arrivals}`,
    `${formatBytes(stream.payloadBytes)} payload`,
    `${scenario.headers} headers`,
    `seed ${scenario.seed}`,
  ];
  const rows = plan.cells.map(({ order, block, entry, estimateMs }) => [
    `  ${order}`,
    String(block),
    entry.id,
    optionsText(entry),
    aboutTime(estimateMs),
  ]);
  const spans: Readonly<Record<string, string>> = {
    "warm-up": ` ${formatDuration(phases.warmupMs)}`,
    measure: ` ${formatDuration(phases.measureMs)}`,
  };
  return `${[
    ...wrapParts(conditions.map(plain), columns),
    ...(scenario.overrides.length === 0
      ? []
      : wrap(`set on the command line: ${scenario.overrides.map((name) => `--${name}`).join(" ")}`, columns)),
    "",
    ...aligned([["  cell", "block", "transport", "options", "time"], ...rows]),
    "",
    `first: ${aboutTime(CALIBRATION_MS)} of calibrating the machine`,
    ...wrap(`each cell: ${PHASES.map((phase) => `${phase}${spans[phase] ?? ""}`).join(" → ")}`, columns),
    `in all: ${aboutTime(plan.estimateMs)}; nothing was started`,
  ].join("\n")}\n`;
}

/** The same as data. */
export function planData(scenario: Scenario, plan: Plan): object {
  const cells = plan.cells.map(({ order, block, entry, estimateMs }) => ({
    order,
    block,
    id: entry.id,
    transport: entry.transport,
    params: entry.params,
    estimateMs: Math.round(estimateMs),
  }));
  return {
    scenario,
    cells,
    phases: PHASES,
    calibrationMs: CALIBRATION_MS,
    estimateMs: Math.round(plan.estimateMs),
  };
}

/** An estimated time: `about 40s`. */
export const aboutTime = (ms: number): string => `about ${formatDuration(Math.ceil(ms / 1000) * 1000)}`;

/** An entry's options as a scenario writes them: `interval 1s`. */
function optionsText({ transport, module, params }: TransportEntry): string {
  const entries = Object.entries(params);
  if (entries.length === 0) return "–";
  if (module !== undefined || !isTransportName(transport)) {
    return entries.map(([name, value]) => `${name} ${value}`).join(", ");
  }
  return optionsOf(transport, params);
}

function optionsOf(transport: TransportName, params: TransportEntry["params"]): string {
  return TRANSPORTS[transport].params
    .flatMap(({ key, name, kind }: ParamSpec) => {
      const value = params[name];
      if (value === undefined) return [];
      return [`${key} ${kind === "duration" ? formatDuration(Number(value)) : value}`];
    })
    .join(", ");
}
