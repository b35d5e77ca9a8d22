import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "./config.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "polls-apart-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

describe("a project's settings", () => {
  it("are none where there is no file", async () => {
    expect(await findConfig(folder, undefined)).toEqual({ config: {} });
  });

  it.each([
    ["a.json", '{ "pairs": 8, "limits": { "*": { "latencyP50Ms": "5%" } } }'],
    ["a.mjs", 'export default { pairs: 8, limits: { "*": { latencyP50Ms: "5%" } } };'],
    [
      "a.ts",
      'import { defineConfig } from "polls-apart";\nconst pairs: number = 8;\nexport default defineConfig({ pairs, limits: { "*": { latencyP50Ms: "5%" } } });',
    ],
  ])("are read from %s", async (name, text) => {
    const { config } = await findConfig(folder, write(name, text));
    expect(config).toEqual({ pairs: 8, limits: { "*": { latencyP50Ms: "5%" } } });
  });

  it("are found by their name", async () => {
    write("bench.config.json", '{ "strict": true }');
    expect((await findConfig(folder, undefined)).config).toEqual({ strict: true });
    rmSync(join(folder, "bench.config.json"));
  });

  it("are refused with everything that is wrong in them", async () => {
    const name = write(
      "wrong.json",
      '{ "pears": 8, "budget": 8, "thresholds": { "websocket": { "latencyP05Ms": "< 1", "latencyP50Ms": "5%" } } }',
    );
    await expect(findConfig(folder, name)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(
        /has 4 problems:[\s\S]*pears: unknown key[\s\S]*budget: found 8; expected a duration[\s\S]*latencyP05Ms: unknown key; did you mean "latencyP50Ms"[\s\S]*latencyP50Ms: found "5%"; expected a limit/,
      ),
    });
  });

  it.each([
    ["gone.json", undefined, /no such file/],
    ["broken.json", "{", /cannot read the settings .*JSON/],
    ["thrown.mjs", 'throw new Error("on purpose");', /on purpose/],
    ["other.yaml", "pairs: 8", /none of .ts, .mjs and .json/],
    ["nothing.mjs", "export const pairs = 8;", /found nothing; expected the settings/],
  ])("that cannot be had say why: %s", async (name, text, message) => {
    if (text !== undefined) write(name, text);
    await expect(findConfig(folder, name)).rejects.toThrow(message);
  });
});
