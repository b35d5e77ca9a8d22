import { readFileSync } from "node:fs";
import { Check } from "typebox/schema";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the published schema of a scenario", () => {
  const schema = JSON.parse(read("dist/schemas/scenario.schema.json"));

  it("says what it is", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:polls-apart:schema:scenario:1",
    });
  });

  it("describes every key for editors", () => {
    for (const [key, value] of Object.entries<{ description?: string }>(schema.properties)) {
      expect.soft(value.description, key).toBeTruthy();
    }
  });

  it.each(["quick", "smoke"])("accepts %s", (name) => {
    expect(Check(schema, parse(read(`scenarios/${name}.yaml`)))).toBe(true);
  });

  it.each<[string, Record<string, unknown>]>([
    ["an unknown key", { clinets: 5 }],
    ["no clients", { clients: 0 }],
    ["an unknown transport", { transports: ["websockt"] }],
    ["an unknown option", { transports: [{ polling: { intervall: "1s" } }] }],
    ["an unknown metric", { thresholds: { websocket: { latencyMs: "< 5" } } }],
    ["a duration without a unit", { phases: { warmup: 2 } }],
  ])("refuses %s", (_, change) => {
    expect(Check(schema, { ...parse(read("scenarios/quick.yaml")), ...change })).toBe(false);
  });
});

it("publishes the schema of a result", () => {
  const schema = JSON.parse(read("dist/schemas/result.schema.json"));
  expect(schema).toMatchObject({
    $id: "urn:polls-apart:schema:result:1",
    properties: { schemaVersion: { const: 1 } },
  });
});
