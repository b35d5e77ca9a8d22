import type { Result } from "../../core/result.ts";
import { formatBytes } from "../../core/units.ts";
import { faultWords, linkErrorMs, linkWords } from "../circumstances.ts";
import { isMicro } from "../micro.ts";
import { formatCount, formatNumber } from "../numbers.ts";
import type { Row } from "../rows.ts";
import { dataTable } from "./data-table.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** How the figures came about, what they do not say, and everything that could explain a difference. */
export function methodSection(result: Result, rows: readonly Row[]): Markup {
  return html`<section aria-labelledby="method-title" class="method">
<h2 id="method-title">Method and limits</h2>
${isMicro(rows) ? MICRO_PROSE : transportProse(result, rows)}
<details open><summary>Everything that could explain a difference</summary>
${dataTable("Conditions of the run", { head: ["Condition", "Value"], lines: conditions(result) })}
</details>
</section>
`;
}

const transportProse = (result: Result, rows: readonly Row[]): Markup => html`<div class="prose">
<p><strong>One stream.</strong> Events come from a seeded schedule that no client can slow down. Every transport carries the same bytes at the same due times to the same number of clients, each in a fresh server process.</p>
<p><strong>Latency is delivered minus due.</strong> It counts from the moment the schedule wanted the event, not from the moment something got round to sending it, so that a stalled server shows its stall. It covers the events due in the window, for every client.</p>
<p><strong>Costs</strong> are bytes, requests and processor time of the window, divided by the events delivered in it. Bytes are those on the TCP stream; opening connections is left out. Memory is the growth of the server per connected client.</p>
<p><strong>A cell is invalid</strong> when the harness measured itself: a busy load worker, a late publisher, clients that never connected. Invalid cells are shown, marked, and never compared.</p>
<p><strong>Limits.</strong> ${limits(result, rows)}</p>
</div>`;

const MICRO_PROSE = html`<div class="prose">
<p><strong>In turns.</strong> Each hot path and its reference do the same work on the same bytes, in short turns, after a check that both give the same answer. A round is one turn of each; the ratio is taken round by round, so that what slows the machine slows both.</p>
<p><strong>What it says.</strong> How much time the harness itself spends per byte, frame or event, beside a library that many use. Nothing here crosses a network, and no transport is compared with another.</p>
<p><strong>Limits.</strong> Times hold for this machine and this version of Node; ratios are steadier than times. A tight loop is kinder to caches and to the compiler than a real run is.</p>
</div>`;

function limits(result: Result, rows: readonly Row[]): string {
  const { scenario } = result;
  const blocks =
    scenario.repeat < 6
      ? `With ${scenario.repeat === 1 ? "one block" : `${scenario.repeat} blocks`} there is no interval: a difference below a factor of two may be chance. `
      : "";
  return (
    `${blocks}Server, publisher and clients share one machine and its loopback interface: they compete for its ` +
    `cores, and ${between(result, rows)}. ${onTheNetwork(result, rows)}Timings hold for this machine; byte and ` +
    "request counts hold wherever the same versions run the same scenario."
  );
}

/** What lies between clients and server, and how far it can be trusted. */
function between({ scenario }: Result, rows: readonly Row[]): string {
  if (scenario.link === undefined) return "there is no network between them";
  const error = linkErrorMs(rows);
  const late =
    error === undefined
      ? "what it adds of its own was not measured"
      : `its own error, ${formatNumber(error)} ms on average, is in every figure`;
  return (
    "the network between clients and server is made: a relay in user space delays what passes, holds it to a " +
    `rate and breaks connections where the scenario says so, without losing single packets; ${late}`
  );
}

function onTheNetwork({ environment }: Result, rows: readonly Row[]): string {
  if (rows.some(({ metrics }) => metrics.networkBytesPerEvent !== undefined)) {
    const where = environment.netns === true ? " in a namespace that holds this run alone" : "";
    return `Network bytes were counted on the loopback interface${where}: packets, not only the stream. `;
  }
  const estimated = rows.some(({ metrics }) => metrics.networkBytesEstimatePerEvent !== undefined);
  return estimated ? "Bytes on the network are estimated from the stream, not measured. " : "";
}

function conditions(result: Result): readonly (readonly Content[])[] {
  const { environment, scenario, run, tool } = result;
  const yes = (value: boolean) => (value ? "on" : "off");
  return [
    ["Version", `${tool.name} ${tool.version}`],
    ["Run", run.id],
    ["Seed", String(scenario.seed)],
    ["Header profile", scenario.headers],
    ["Cookie", `${formatCount(scenario.cookieBytes)} B`],
    ["Set on the command line", scenario.overrides.length === 0 ? "nothing" : scenario.overrides.join(", ")],
    ["Link", linkWords(result) ?? "none"],
    ["Faults", faultWords(result) ?? "none"],
    ["TCP_NODELAY", yes(environment.noDelay)],
    ...(environment.netns === undefined
      ? []
      : [["Network namespace", environment.netns ? "the run’s own" : "the machine’s"]]),
    [
      "Open-file limit",
      environment.limits.openFiles === undefined ? "–" : formatCount(environment.limits.openFiles),
    ],
    ...machineRows(environment),
    ...Object.entries(environment.packages).map(([name, version]) => [name, version]),
    ["Scenario", html`<code>${scenario.hash}</code>`],
    ...Object.entries(result.streams).map(([hash, { events }]) => [
      `Stream of ${formatCount(events)} events`,
      html`<code>${hash}</code>`,
    ]),
  ];
}

/** Limits of a container and what the machine gave when the run began: what is absent was not there. */
function machineRows(environment: Result["environment"]): readonly (readonly Content[])[] {
  const { cpuQuota, memoryLimitBytes, v8, calibration = {} } = environment;
  const { cpuNsPerRound, loopbackP50Ms, loopbackP99Ms } = calibration;
  const calibrated = [
    ...(cpuNsPerRound === undefined ? [] : [`CPU ${formatNumber(cpuNsPerRound)} ns a round`]),
    ...(loopbackP50Ms === undefined ? [] : [`loopback p50 ${formatNumber(loopbackP50Ms * 1000)} µs`]),
    ...(loopbackP99Ms === undefined ? [] : [`p99 ${formatNumber(loopbackP99Ms * 1000)} µs`]),
  ];
  return [
    ...(cpuQuota === undefined ? [] : [["CPU quota", `${cpuQuota} cores`]]),
    ...(memoryLimitBytes === undefined ? [] : [["Memory limit", formatBytes(memoryLimitBytes)]]),
    ...(v8 === undefined ? [] : [["V8", v8]]),
    ...(calibrated.length === 0 ? [] : [["Calibration", calibrated.join(" · ")]]),
  ];
}
