// Runs the fuzzer of the wire readers from its sources, bundled in memory: nothing has to be built before.
//
//     node scripts/fuzz.mjs --help
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { outputFiles } = buildSync({
  absWorkingDir: root,
  entryPoints: ["test/fuzz/main.ts"],
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  write: false,
});
const child = spawn(process.execPath, ["--input-type=module", "-", ...process.argv.slice(2)], {
  cwd: root,
  stdio: ["pipe", "inherit", "inherit"],
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
child.stdin.end(outputFiles[0].contents);
