// Writes the published JSON Schemas from the compiled sources of the checks. Runs after the compiler.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const { ScenarioSchema } = await import(join(dist, "core", "scenario", "schema.js"));
const { ComparisonSchema, COMPARISON_VERSION } = await import(join(dist, "core", "comparison.js"));
const { ResultSchema, RESULT_VERSION } = await import(join(dist, "core", "result.js"));

const folder = join(dist, "schemas");
mkdirSync(folder, { recursive: true });
for (const [name, version, schema] of [
  ["scenario", 1, ScenarioSchema],
  ["result", RESULT_VERSION, ResultSchema],
  ["comparison", COMPARISON_VERSION, ComparisonSchema],
]) {
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:polls-apart:schema:${name}:${version}`,
  };
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`);
}
