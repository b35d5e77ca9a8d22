import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bench } from "./bench.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "usage-"));
  writeFileSync(join(folder, "malformed.yaml"), "name: a\nstream: [1\nclients: 2\n");
  writeFileSync(
    join(folder, "unknown-key.yaml"),
    "name: a\nclinets: 2\nstream: { arrivals: periodic, rate: 1, payloadBytes: 1 }\ntransports: [polling]\n",
  );
  writeFileSync(
    join(folder, "absurd.yaml"),
    "name: a\nclients: 1000000000\nstream: { arrivals: periodic, rate: -4, payloadBytes: 1 }\ntransports: [polling]\n",
  );
  writeFileSync(join(folder, "result.json"), '{"schemaVersion":9}');
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<[what: string, args: string[], ...says: RegExp[]]>([
  // [what is wrong, arguments ("@" is the folder above), what stderr says]
  ["an unknown scenario", ["run", "quik"], /^error: there is no scenario "quik"$/m, /did you mean "quick"\?/],
  ["a scenario file that is not there", ["run", "@/none.yaml"], /^error: cannot read the scenario .*ENOENT/],
  ["malformed YAML", ["run", "@/malformed.yaml"], /^error: .*malformed\.yaml:3:1: /],
  [
    "an unknown key",
    ["run", "@/unknown-key.yaml"],
    /unknown-key\.yaml:2:1: clinets: .*did you mean "clients"\?/,
  ],
  [
    "absurd numbers",
    ["run", "@/absurd.yaml"],
    /:2:10: clients: found 1000000000; expected .* 1 to 50,000/,
    /:3:37: stream\.rate: found -4; expected a number above 0/,
  ],
  [
    "--clients 0",
    ["run", "quick", "--clients", "0"],
    /^error: --clients: found 0; expected .* from 1 to 50,000$/m,
  ],
  ["--clients -5", ["run", "quick", "--clients", "-5"], /^error: --clients: found -5; /],
  [
    "--duration without a unit",
    ["run", "quick", "--duration", "5"],
    /^error: --duration: found "5"; expected a dur/,
  ],
  [
    "--duration 1000h",
    ["run", "quick", "--duration", "1000h"],
    /^error: --duration: found "1000h"; .* to 10m$/m,
  ],
  [
    "an option without its value",
    ["run", "quick", "--seed"],
    /^error: option "--seed <number>" argument missing$/m,
  ],
  [
    "an unwritable --out",
    ["run", "quick", "--out", "/dev/null/x"],
    /^error: cannot write \/dev\/null\/x: .*ENOTDIR/,
  ],
  ["an --out that is a file", ["run", "quick", "--out", "@/result.json"], /^error: cannot write .*EEXIST/],
  [
    "an unknown transport",
    ["run", "quick", "--transports", "polling,websockt"],
    /^error: --transports: unknown transport "websockt"; did you mean "websocket"\?/,
  ],
  [
    "an unknown option",
    ["run", "quick", "--cleints", "5"],
    /^error: unknown option "--cleints"$/m,
    /mean --clients\?/,
  ],
  ["an unknown command", ["rnu"], /^error: unknown command "rnu"$/m, /did you mean run\?/],
  ["help for an unknown command", ["help", "rnu"], /^error: unknown command "rnu"$/m, /did you mean "run"\?/],
  ["no scenario", ["run"], /^error: there is no scenario to run$/m],
  ["one scenario too many", ["run", "quick", "smoke"], /^error: too many arguments/],
  ["a transport that cannot be served", ["serve", "pooling"], /^error: there is no transport "pooling"$/m],
  [
    "a transport that can only be served",
    ["run", "quick", "--transports", "sse"],
    /^error: --transports: sse has no load client yet, .* bench serve sse or bench demo$/m,
  ],
  ["the capacity of one", ["capacity", "sse"], /^error: sse has no load client yet/m],
  ["a port that is none", ["serve", "polling", "--port", "65536"], /^error: --port: found "65536"; /],
  [
    "a rate of nothing",
    ["serve", "polling", "--rate", "0"],
    /^error: --rate: found 0; expected a number above 0/,
  ],
  ["a result that is not there", ["report", "@/none.json"], /^error: cannot read the result .*ENOENT/],
  ["a result that is not JSON", ["report", "@/malformed.yaml"], /^error: .* is not JSON/],
  [
    "a result of another version",
    ["report", "@"],
    /^error: .* has schemaVersion 9; this program reads version 1$/m,
  ],
])("answers %s with one clear message and exit code 2", async (_, args, ...says) => {
  const { code, stdout, stderr } = await bench(args.map((word) => word.replace("@", folder)));
  expect(stderr.match(/^error: /gm)).toHaveLength(1);
  for (const said of says) expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

it("finds an unwritable --out before anything starts, even where folders cannot be made", async () => {
  const { code, stderr } = await bench(["run", "quick", "--out", "/proc/x"]);
  expect(stderr).toMatch(/^error: cannot write \/proc\/x: .*\nhint: .*--out\n$/);
  expect(code).toBe(2);
});

it("leaves no results where it only looked at the arguments", async () => {
  await bench(["run", "quick", "--clients", "0", "--out", join(folder, "results")]);
  expect(existsSync(join(folder, "results"))).toBe(false);
  expect(readdirSync(folder)).not.toContain("bench-results");
});
