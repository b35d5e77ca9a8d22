import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Check } from "typebox/value";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Comparison, ComparisonSchema } from "../../core/comparison.ts";
import { EXIT } from "../../core/errors.ts";
import type { Result } from "../../core/result.ts";
import { Bench } from "../end-to-end/bench.ts";
import { until } from "../until.ts";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/quick.json", import.meta.url));

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

const run = (...args: string[]) => bench.start(args).ended;
const path = (name: string): string => join(bench.folder, name);

/** A copy of the sample result with one thing changed, in a file of this folder. */
function result(name: string, change: (result: Result) => void = () => {}): string {
  const copy = JSON.parse(readFileSync(SAMPLE, "utf8")) as Result;
  change(copy);
  writeFileSync(path(name), JSON.stringify(copy));
  return name;
}

/** Sets a metric in every cell of an entry. */
function set(result: Result, id: string, metrics: object): void {
  for (const cell of result.cells) if (cell.id === id) Object.assign(cell.metrics, metrics);
}

describe("bench accept and bench check", () => {
  it("make a baseline, and keep a result to it", async () => {
    const first = await run("accept", result("good.json"), "--reason", "first baseline");
    expect(first.code).toBe(EXIT.ok);
    expect(first.stdout).toMatch(/^\.bench\/baselines\/quick\.json: \d+ changed\n/);

    const same = await run("check", "good.json");
    expect(same.code).toBe(EXIT.ok);

    const dearer = result("dearer.json", (copy) => set(copy, "polling", { emptyResponseBytes: 152 }));
    const caught = await run("check", dearer, "--output", "junit=junit.xml", "--output", "markdown=step.md");
    expect(caught.code).toBe(EXIT.threshold);
    expect(caught.stdout).toContain("emptyResponseBytes");
    expect(readFileSync(path("junit.xml"), "utf8")).toContain("emptyResponseBytes");
    expect(readFileSync(path("step.md"), "utf8")).toContain("emptyResponseBytes");

    const taken = await run(
      "accept",
      dearer,
      "--metric",
      "polling.emptyResponseBytes",
      "--reason",
      "a header",
    );
    expect(taken.stdout).toMatch(/1 changed\n {2}polling\.emptyResponseBytes: \d+ → 152\n/);
    expect((await run("check", dearer)).code).toBe(EXIT.ok);
    const baseline = JSON.parse(readFileSync(path(".bench/baselines/quick.json"), "utf8"));
    expect(baseline.accepted.map(({ reason }: { reason: string }) => reason)).toEqual([
      "a header",
      "first baseline",
    ]);
  });

  it("fail for a metric that is not measured any more, by its name", async () => {
    await run("accept", result("good.json"), "--reason", "first");
    const gone = result("gone.json", (copy) => {
      for (const cell of copy.cells) Object.assign(cell.metrics, { bytesPerEvent: undefined });
    });
    const { code, stdout } = await run("check", gone, "--json");
    expect(code).toBe(EXIT.threshold);
    const comparison = JSON.parse(stdout) as Comparison;
    expect(Check(ComparisonSchema, comparison)).toBe(true);
    const missing = comparison.rows.filter(({ outcome }) => outcome === "missing");
    expect(missing.map(({ metric }) => metric)).toEqual(["bytesPerEvent", "bytesPerEvent", "bytesPerEvent"]);
  });

  it.each<[string, string, RegExp]>([
    ["of a newer version", '{ "schemaVersion": 2 }', /schemaVersion 2; this program reads version 1/],
    ["with a merge's marks", "<<<<<<< HEAD", /is not JSON/],
    ["of something else", '{ "schemaVersion": 1 }', /is not a baseline/],
  ])("refuse a baseline %s, and leave it as it is", async (_, text, message) => {
    result("good.json");
    writeFileSync(path("base.json"), text);
    for (const command of [
      ["check", "good.json", "--baseline", "base.json"],
      ["accept", "good.json", "--baseline", "base.json", "--reason", "anyway"],
    ]) {
      const { code, stderr } = await run(...command);
      expect(code).toBe(EXIT.usage);
      expect(stderr).toMatch(message);
    }
    expect(readFileSync(path("base.json"), "utf8")).toBe(text);
  });

  it("leave the baseline as it was where the disk takes no more", async () => {
    await run("accept", result("good.json"), "--reason", "first");
    const before = readFileSync(path(".bench/baselines/quick.json"), "utf8");
    const other = result("other.json", (copy) => set(copy, "polling", { requestBytes: 1 }));
    const { code, stderr } = await bench.start(
      ["accept", other, "--reason", "second"],
      "ulimit -f 0; trap '' XFSZ;",
    ).ended;
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/cannot write .*quick\.json/);
    expect(readFileSync(path(".bench/baselines/quick.json"), "utf8")).toBe(before);
  });

  it("tell a scenario that differs, key by key", async () => {
    await run("accept", result("good.json"), "--reason", "first");
    const other = result("other.json", (copy) => {
      copy.scenario.clients = 7;
      copy.scenario.hash = `sha256:${"1".repeat(64)}`;
    });
    const { code, stderr } = await run("check", other);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/of another scenario than this result:\n {2}clients: \d+ there, 7 here/);
  });

  it("have nothing to say of a result that is invalid or ended early", async () => {
    const aborted = result("aborted.json", (copy) => {
      copy.run.aborted = true;
    });
    expect((await run("accept", aborted, "--reason", "anyway")).code).toBe(EXIT.invalid);
    await run("accept", result("good.json"), "--reason", "first");
    expect((await run("check", aborted)).code).toBe(EXIT.invalid);
  });

  it("take thresholds from the project's settings, where a metric that does not exist is an error", async () => {
    result("good.json");
    writeFileSync(
      path("bench.config.ts"),
      'export default { thresholds: { websocket: { latencyP50Ms: "< 0.0001" } } };',
    );
    const failed = await run("check", "good.json");
    expect(failed.code).toBe(EXIT.threshold);
    expect(failed.stdout).toMatch(/latencyP50Ms/);
    writeFileSync(
      path("bench.config.ts"),
      'export default { thresholds: { websocket: { latencyP05Ms: "< 1" } } };',
    );
    const wrong = await run("check", "good.json");
    expect(wrong.code).toBe(EXIT.usage);
    expect(wrong.stderr).toMatch(/did you mean "latencyP50Ms"/);
  });

  it("say what to do where there is nothing to check against", async () => {
    const { code, stderr } = await run("check", result("good.json"));
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/no baseline and no thresholds[\s\S]*bench accept/);
    const optional = await run("check", "good.json", "--optional");
    expect(optional).toMatchObject({ code: EXIT.ok, stdout: "" });
  });

  it("never write outside the folder of baselines, whatever a scenario is called", async () => {
    const hostile = result("hostile.json", (copy) => {
      copy.scenario.name = "../../../escaped";
    });
    const { stdout } = await run("accept", hostile, "--reason", "first");
    expect(stdout).toMatch(/^\.bench\/baselines\/escaped\.json|^\.bench\/baselines\/[\w.-]+\.json/);
    expect(statSync(path(".bench/baselines")).isDirectory()).toBe(true);
  });
});

describe("bench compare", () => {
  it("shows times of two runs and judges what they counted", async () => {
    result("good.json");
    const slow = result("slow.json", (copy) => {
      for (const row of copy.summary) if (row.metrics.latencyP50Ms) row.metrics.latencyP50Ms.value *= 3;
    });
    const shown = await run("compare", "good.json", slow, "--json");
    expect(shown.code).toBe(EXIT.ok);
    expect((JSON.parse(shown.stdout) as Comparison).advisory).toBe(true);
    const lossy = result("lossy.json", (copy) => set(copy, "websocket", { eventsLost: 3 }));
    const judged = await run("compare", "good.json", lossy);
    expect(judged.code).toBe(EXIT.threshold);
    expect(judged.stdout).toContain("eventsLost");
  });

  it("is not sure about times of two machines, and with --strict that fails", async () => {
    result("good.json");
    const other = result("other.json", (copy) => {
      copy.environment.cpuModel = "another";
    });
    expect((await run("compare", "good.json", other)).code).toBe(EXIT.ok);
    const strict = await run("compare", "good.json", other, "--strict");
    expect(strict.code).toBe(EXIT.inconclusive);
    expect(strict.stdout).toMatch(/CPU model/);
  });
});

const SCENARIO = `name: tiny
clients: 2
headers: lean
stream: { arrivals: periodic, rate: 50, payloadBytes: 16 }
phases: { warmup: 0s, measure: 100ms }
transports: [websocket]
`;

/** A folder that passes for a build, with this for its server. */
function build(name: string, program: string): string {
  mkdirSync(path(`${name}/dist/servers`), { recursive: true });
  writeFileSync(
    path(`${name}/package.json`),
    '{ "name": "polls-apart", "version": "0.0.1", "type": "module" }',
  );
  writeFileSync(path(`${name}/dist/servers/host.js`), program);
  return `./${name}`;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const HOST = JSON.stringify(join(ROOT, "dist/servers/host.js"));

describe("bench ab", () => {
  it("compares two folders, writes the comparison and both results, and reads the halves again", async () => {
    const [base, head] = [build("old", `await import(${HOST});`), build("new", `await import(${HOST});`)];
    const args = ["ab", bench.scenario(SCENARIO), "--base", base, "--head", head, "--pairs", "6"];
    const { code, stdout, stderr } = await run(
      ...args,
      "--metrics",
      "latencyMeanMs",
      "--out",
      "out",
      "--json",
    );
    const comparison = JSON.parse(stdout) as Comparison;
    expect(Check(ComparisonSchema, comparison)).toBe(true);
    // Whether this machine is quiet enough is not what is tested.
    expect([EXIT.ok, EXIT.invalid, EXIT.threshold]).toContain(code);
    expect(stderr).toMatch(/^12 cells, about/m);
    expect(comparison.base.label).toBe("./old");
    const written = JSON.parse(readFileSync(path("out/latest-ab/comparison.json"), "utf8"));
    expect(written).toEqual(comparison);
    for (const side of ["base", "head"] as const) {
      const half = JSON.parse(readFileSync(path(`out/latest-ab/${side}/result.json`), "utf8")) as Result;
      expect(new Set(half.cells.map((cell) => cell.side))).toEqual(new Set([side]));
    }
    const again = await run("compare", "out/latest-ab/base", "out/latest-ab/head", "--json");
    const reread = JSON.parse(again.stdout) as Comparison;
    expect(reread.advisory).toBe(false);
    const counted = ({ rows }: Comparison) => rows.filter((row) => ["exact", "counted"].includes(row.class));
    expect(counted(reread)).toEqual(counted(comparison));
  }, 90_000);

  it.each<[string, string, RegExp]>([
    [
      "speaks an older protocol",
      'process.on("disconnect", () => process.exit(0)); process.on("message", ({ type }) => { if (type === "prepare") process.send({ type: "ready", url: "http://127.0.0.1:1" }); if (type === "stop") process.disconnect(); });',
      /protocol/,
    ],
    [
      "dies",
      'process.stderr.write("no such module\\n"); process.exitCode = 3;',
      /base \.\/old cannot be measured[\s\S]*no such module/,
    ],
  ])(
    "ends with 2 where the base's server %s",
    async (_, program, message) => {
      const args = [
        "ab",
        bench.scenario(SCENARIO),
        "--base",
        build("old", program),
        "--head",
        build("new", `await import(${HOST});`),
      ];
      const { code, stderr } = await run(...args, "--out", "out");
      expect(code).toBe(EXIT.usage);
      expect(stderr).toMatch(message);
    },
    30_000,
  );

  it("writes what it has and ends with 130 when interrupted; what is written decides nothing", async () => {
    const [base, head] = [build("old", `await import(${HOST});`), build("new", `await import(${HOST});`)];
    const running = bench.start([
      "ab",
      bench.scenario(SCENARIO),
      "--base",
      base,
      "--head",
      head,
      "--out",
      "out",
    ]);
    await until("the plan is told", () => running.stderr.includes("24 cells"));
    running.signalGroup("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(EXIT.interrupted);
    expect(stderr).toMatch(/finishing/);
    const written = JSON.parse(readFileSync(path("out/latest-ab/comparison.json"), "utf8")) as Comparison;
    expect(written).toMatchObject({ outcome: "inconclusive", rows: [], run: { aborted: true } });
  }, 30_000);

  it.each<[string, string[], RegExp]>([
    ["no base", [], /nothing to compare the head with[\s\S]*--aa/],
    ["a base and --aa", ["--base", ".", "--aa"], /leave one of them out/],
    ["too few pairs", ["--aa", "--pairs", "5"], /5 pairs cannot fail/],
    ["a folder without a build", ["--base", "."], /no build of polls-apart/],
    ["an output without a file", ["--aa", "--output", "junit"], /names no file/],
    ["a format that is not there", ["--aa", "--format", "sarif"], /no format "sarif"/],
  ])("ends with 2 for %s", async (_, args, message) => {
    const { code, stderr } = await run("ab", bench.scenario(SCENARIO), ...args, "--out", "out");
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(message);
  });

  it("shows with --dry-run what it would do", async () => {
    const { code, stdout } = await run("ab", "--aa", "--dry-run");
    expect(code).toBe(EXIT.ok);
    expect(stdout).toMatch(/first look after 12 pairs of each, about 3m/);
  });
});
