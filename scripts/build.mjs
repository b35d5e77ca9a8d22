// Builds dist/: the compiled program, the pages' scripts and styles, and the published schemas.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));

/** Runs a Node program and stops the build when it fails. */
function run(file, ...args) {
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync("dist", { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
run("scripts/build-page.mjs");
run("scripts/build-schemas.mjs");

// npm links a package's own programs only into packages that depend on it: this makes `npx bench` work here.
const main = "dist/cli/main.js";
chmodSync(main, 0o755);
if (process.platform !== "win32" && existsSync("node_modules")) {
  mkdirSync("node_modules/.bin", { recursive: true });
  for (const name of ["bench", "polls-apart"]) {
    rmSync(join("node_modules/.bin", name), { force: true });
    symlinkSync(join("..", "..", main), join("node_modules/.bin", name));
  }
}
