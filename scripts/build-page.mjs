// Builds what browsers run, the report's page and the demo's: checks types, then bundles each script and each
// style into one minified file.
//
//     node scripts/build-page.mjs                      both, into dist
//     node scripts/build-page.mjs <folder> [page]      one, into that folder: "report" (default) or "demo"
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder, only = "report"] = process.argv.slice(2);

/** Each page's sources, where it belongs, the name of its files there, and what is copied as it stands. */
const PAGES = {
  report: { from: "reports/html/page", to: "dist/reports/html", name: "page", copied: [] },
  demo: { from: "demo/page", to: "dist/demo/page", name: "demo", copied: ["index.html"] },
};

const common = { bundle: true, minify: true, logLevel: "warning", target: "es2022" };

async function buildPage({ from, name, copied }, to) {
  const source = join(root, from);
  const { status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", source, "--noEmit"],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exit(status ?? 1);
  await Promise.all([
    build({
      ...common,
      entryPoints: [join(source, "main.ts")],
      outfile: join(to, `${name}.js`),
      format: "iife",
      charset: "ascii",
    }),
    build({ ...common, entryPoints: [join(source, "style.css")], outfile: join(to, `${name}.css`) }),
  ]);
  for (const file of copied) cpSync(join(source, file), join(to, file));
}

if (folder === undefined) {
  for (const page of Object.values(PAGES)) await buildPage(page, join(root, page.to));
} else {
  await buildPage(PAGES[only], resolve(folder));
}
