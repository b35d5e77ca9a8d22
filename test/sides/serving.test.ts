import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { hostClock } from "../../core/clock.ts";
import { loadScenario } from "../../core/scenario/load.ts";
import type { Scenario } from "../../core/scenario.ts";
import { Scratch } from "../../harness/gate/sides/testing/scratch.ts";
import { requireBuild } from "./preparation.ts";

/** Cells whose servers come from two sides, with real processes. */

const ROOT = resolve(import.meta.dirname, "../..");
const built = <T>(path: string): Promise<T> => import(join(ROOT, "dist", path)) as Promise<T>;

let scratch: Scratch;
beforeAll(requireBuild);
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const scenarioOf = (entry: string): Scenario =>
  loadScenario(
    `
name: two sides
clients: 3
headers: lean
stream: { arrivals: periodic, rate: 20, payloadBytes: 32 }
phases: { warmup: 0s, measure: 500ms }
transports: [{ ${entry} }]
`,
    { file: "two.yaml", folder: scratch.repository },
  );

/** What a client got from each side: the smallest empty answer, and how many events. */
async function serve(scenario: Scenario, base: string, head: string) {
  const { prepareSides } = await built<typeof import("../../harness/gate/sides/sides.ts")>(
    "harness/gate/sides/sides.js",
  );
  const { buildSides } = await built<typeof import("../../harness/gate/sides/build-sides.ts")>(
    "harness/gate/sides/build-sides.js",
  );
  const { runCell } = await built<typeof import("../../harness/cell.ts")>("harness/cell.js");
  const { planRun } = await built<typeof import("../../harness/plan.ts")>("harness/plan.js");
  const { localEngine } =
    await built<typeof import("../../harness/engines/local.ts")>("harness/engines/local.js");
  const { signal } = new AbortController();
  const sides = await prepareSides({
    base,
    head,
    scenario,
    cwd: scratch.repository,
    command: "",
    signal,
    onProgress: () => {},
  });
  try {
    const of = buildSides(sides);
    const cell = planRun(sides.scenario).cells[0]!;
    const one = async (side: "base" | "head") => {
      const source = of[side].sourceOf(cell.entry);
      const nothing = (): void => {};
      const options = { engine: localEngine, clock: hostClock(), signal, onPhase: nothing, onBeat: nothing };
      const { load } = await runCell({ scenario: sides.scenario, cell, source, ...options });
      const { exact, audit } = load[0]!;
      return { emptyResponseBytes: exact.emptyResponseBytes!, ...audit };
    };
    return { base: await one("base"), head: await one("head") };
  } finally {
    await sides.close();
  }
}

it("each side's module serves its own cells, and one more header shows in every answer", {
  timeout: 60_000,
}, async () => {
  cpSync(join(ROOT, "examples/hurry-transport/my-transport.mjs"), join(scratch.repository, "mine.mjs"));
  scratch.commit();
  const header = "x-forty-bytes: 0123456789012345678901\r\n";
  const module = join(scratch.repository, "mine.mjs");
  const text = readFileSync(module, "utf8");
  const [name = "", value = ""] = header.trim().split(": ");
  writeFileSync(module, text.replace("writeHead(204)", `writeHead(204, { "${name}": "${value}" })`));

  const { base, head } = await serve(scenarioOf("./mine.mjs: { intervalMs: 40 }"), "HEAD", ".");

  expect(head.emptyResponseBytes - base.emptyResponseBytes).toBe(header.length);
  for (const side of [base, head]) expect([side.delivered, side.lost]).toEqual([side.expected, 0]);
});

it("a side that holds a build of this tool serves by that build's own server", {
  timeout: 60_000,
}, async () => {
  // Two builds: each leaves word in the folder that it runs in, and goes on as the built server.
  const builds = ["was", "is"].map((name) => {
    scratch.write(
      `${name}/package.json`,
      JSON.stringify({ name: "polls-apart", version: "1.2.3", type: "module" }),
    );
    scratch.write(
      `${name}/dist/servers/host.js`,
      `import { writeFileSync } from "node:fs";\nwriteFileSync("served.txt", "");\nawait import(${JSON.stringify(join(ROOT, "dist/servers/host.js"))});\n`,
    );
    return join(scratch.repository, name);
  });
  const { base, head } = await serve(scenarioOf("polling: { interval: 40ms }"), "./was", "./is");
  for (const folder of builds) expect(existsSync(join(folder, "served.txt"))).toBe(true);
  for (const side of [base, head]) expect([side.delivered, side.lost]).toEqual([side.expected, 0]);
});
