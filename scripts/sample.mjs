// Makes the README's sample from a real run: docs/sample/quick.json, the report of it, a screenshot of that, and
// the summary that the README shows.
//
//     npm run sample                    measures (half a minute; on a machine that does nothing else)
//     npm run sample -- <result.json>   takes a result that is there already, to try the script
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { loadAssets, renderHtml, renderJson, renderText } from "../dist/reports/index.js";

const FOLDER = "docs/sample";
const WIDTH = 1280;
const HEIGHT = 900;
const MOST_PNG_BYTES = 200_000;

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const [given] = process.argv.slice(2);
const result = JSON.parse(readFileSync(given ?? measured(), "utf8"));
check(result);

writeFileSync(join(FOLDER, "quick.json"), renderJson(result));
const page = join(FOLDER, "quick.html");
writeFileSync(page, renderHtml(result, loadAssets()));
await screenshot(page, join(FOLDER, "quick.png"));
writeSummary(result);
for (const ending of ["json", "html", "png"]) {
  const path = join(FOLDER, `quick.${ending}`);
  console.log(`${path}  ${Math.ceil(statSync(path).size / 1000)} kB`);
}

/** Runs the scenario as a newcomer would and returns the path of its result. */
function measured() {
  const out = mkdtempSync(join(tmpdir(), "sample-"));
  process.on("exit", () => rmSync(out, { recursive: true, force: true }));
  const args = ["dist/cli/main.js", "run", "quick", "--out", out];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) stop(`the run ended with ${status}`);
  return join(out, "latest/result.json");
}

/** A sample has nothing to explain away. */
function check({ run, cells }) {
  const notes = cells.flatMap(({ id, verdict }) =>
    [...verdict.reasons, ...verdict.warnings].map(({ code, message }) => `${id}: ${code}: ${message}`),
  );
  if (run.aborted) notes.unshift("the run ended early");
  if (notes.length > 0) stop(`not a run to show, try again on a quiet machine:\n  ${notes.join("\n  ")}`);
}

async function screenshot(from, to) {
  // The tests know how to find a Chromium; beside the packages, so that the bundle finds them.
  const outfile = "node_modules/.cache/polls-apart/chromium.mjs";
  const build = { entryPoints: ["test/browser/chromium.ts"], outfile, bundle: true, packages: "external" };
  buildSync({ ...build, platform: "node", format: "esm" });
  const { startChromium } = await import(pathToFileURL(outfile));
  const browser = await startChromium();
  try {
    const view = {
      viewport: { width: WIDTH, height: HEIGHT },
      colorScheme: "light",
      reducedMotion: "reduce",
    };
    const shown = await browser.newPage(view);
    await shown.goto(pathToFileURL(from).href, { waitUntil: "networkidle" });
    await shown.screenshot({ path: to, animations: "disabled" });
  } finally {
    await browser.close();
  }
  const { size } = statSync(to);
  if (size > MOST_PNG_BYTES) stop(`${to} has ${size} bytes; at most ${MOST_PNG_BYTES} belong in a README`);
}

function writeSummary({ environment, ...rest }) {
  const { cpuModel, cores, os, kernel, node } = environment;
  const summary = renderText({ environment, ...rest }, { columns: 100, colour: false });
  const machine = `Measured on: ${cpuModel}, ${cores} cores, ${os} ${kernel.split("-")[0]}, Node ${node}.`;
  const readme = readFileSync("README.md", "utf8");
  const place = /(<!-- sample[^>]*-->\n\n```text\n)[\s\S]*?\nMeasured on: .*\n/;
  if (!place.test(readme)) stop("README.md has no place for the sample");
  writeFileSync(
    "README.md",
    readme.replace(place, (_, before) => `${before}${summary}\`\`\`\n\n${machine}\n`),
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
