// Runs a validation beside a build of its own: the suite, which compares what the harness measures with what is known
// beforehand, or that of the gate:
//
//     npm run validate -- --help
//     npm run validate:gate -- --help
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const step = (args, needed = true) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (needed && status !== 0) process.exit(status ?? 1);
};
if (!existsSync(join(root, "dist/cli/main.js"))) step(["scripts/build.mjs"]);
step(["node_modules/typescript/bin/tsc", "-p", "tsconfig.validate.json"]);

// This process becomes the validation: one Ctrl-C, one exit code.
const [name] = process.argv.splice(2, 1);
await import(`../dist/test/validation/${name === "gate" ? "gate/" : ""}main.js`);
