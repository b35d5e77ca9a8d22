// Makes the README's sample from a real run: docs/sample/quick.json, and the summary printed from it.
//
//     npm run build && node scripts/sample.mjs bench-results/latest/result.json
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderText } from "../dist/reports/index.js";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const [from] = process.argv.slice(2);
if (from === undefined) {
  console.error("usage: node scripts/sample.mjs <result.json>");
  process.exit(2);
}
mkdirSync("docs/sample", { recursive: true });
copyFileSync(from, "docs/sample/quick.json");
const result = JSON.parse(readFileSync(from, "utf8"));
const { cpuModel, cores, os, kernel, node } = result.environment;
const text = `${renderText(result, { columns: 100, colour: false })}\`\`\`\n\nMeasured on: ${cpuModel}, ${cores} cores, ${os} ${kernel.split("-")[0]}, Node ${node}.\n`;
const readme = readFileSync("README.md", "utf8");
writeFileSync(
  "README.md",
  readme.replace(
    /(<!-- sample[^>]*-->\n\n```text\n)[\s\S]*?\nMeasured on: .*\n/,
    (_, before) => before + text,
  ),
);
