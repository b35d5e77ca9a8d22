// Builds the report page's own script and style: checks their types, then bundles each into one minified file.
//
//     node scripts/build-page.mjs [folder]      default: dist/reports/html
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = resolve(process.argv[2] ?? join(root, "dist/reports/html"));
const page = join(root, "reports/html/page");

const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-p", page, "--noEmit"],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);

const common = { bundle: true, minify: true, logLevel: "warning" };
await Promise.all([
  build({
    ...common,
    entryPoints: [join(page, "main.ts")],
    outfile: join(folder, "page.js"),
    format: "iife",
    target: "es2022",
    charset: "ascii",
  }),
  build({
    ...common,
    entryPoints: [join(page, "style.css")],
    outfile: join(folder, "page.css"),
    target: "es2022",
  }),
]);
