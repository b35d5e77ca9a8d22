import type { Result } from "../../core/result.ts";
import { formatCount } from "../numbers.ts";
import { dataTable } from "./data-table.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** How the figures came about, what they do not say, and everything that could explain a difference. */
export function methodSection(result: Result): Markup {
  return html`<section aria-labelledby="method-title" class="method">
<h2 id="method-title">Method and limits</h2>
<div class="prose">
<p><strong>One stream.</strong> Events come from a seeded schedule that no client can slow down. Every transport carries the same bytes at the same due times to the same number of clients, each in a fresh server process.</p>
<p><strong>Latency is delivered minus due.</strong> It counts from the moment the schedule wanted the event, not from the moment something got round to sending it, so that a stalled server shows its stall. It covers the events due in the window, for every client.</p>
<p><strong>Costs</strong> are bytes, requests and processor time of the window, divided by the events delivered in it. Bytes are those on the TCP stream; opening connections is left out. Memory is the growth of the server per connected client.</p>
<p><strong>A cell is invalid</strong> when the harness measured itself: a busy load worker, a late publisher, clients that never connected. Invalid cells are shown, marked, and never compared.</p>
<p><strong>Limits.</strong> ${limits(result)}</p>
</div>
<details open><summary>Everything that could explain a difference</summary>
${dataTable("Conditions of the run", { head: ["Condition", "Value"], lines: conditions(result) })}
</details>
</section>
`;
}

function limits({ scenario }: Result): string {
  const blocks =
    scenario.repeat < 6
      ? `With ${scenario.repeat === 1 ? "one block" : `${scenario.repeat} blocks`} there is no interval: a difference below a factor of two may be chance. `
      : "";
  return (
    `${blocks}Server, publisher and clients share one machine and its loopback interface, so there is no network ` +
    "between them and they compete for its cores. Timings hold for this machine; byte and request counts hold " +
    "wherever the same versions run the same scenario."
  );
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
    ["TCP_NODELAY", yes(environment.noDelay)],
    [
      "Open-file limit",
      environment.limits.openFiles === undefined ? "–" : formatCount(environment.limits.openFiles),
    ],
    ...Object.entries(environment.packages).map(([name, version]) => [name, version]),
    ["Scenario", html`<code>${scenario.hash}</code>`],
    ...Object.entries(result.streams).map(([hash, { events }]) => [
      `Stream of ${formatCount(events)} events`,
      html`<code>${hash}</code>`,
    ]),
  ];
}
