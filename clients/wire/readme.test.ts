import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("prints what the README says", async () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const promised = [...(readme.split("It prints")[1] ?? "").matchAll(/`(.*?)`/g)].map((match) => match[1]);
  const bundle = await build({
    stdin: { contents: example, loader: "ts", resolveDir: import.meta.dirname },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });

  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "-e",
    bundle.outputFiles[0]?.text ?? "",
  ]);

  expect(stdout.trim().split("\n")).toEqual(promised);
});
