import { resolve } from "node:path";
import { build } from "esbuild";
import type { Assets } from "../assets.ts";
import type { PROGRAMS, Program } from "../child.ts";
import { type DemoOptions, type RunningDemo, startDemo } from "../server.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A page that does nothing, where a test needs none. */
const BLANK: Assets = { html: "<!doctype html>", script: "", style: "" };

/** The children's programs, bundled from their sources, so that a test needs no build. */
export async function childPrograms(): Promise<Record<keyof typeof PROGRAMS, Program>> {
  return { subject: await programOf("subject.ts"), crowd: await programOf("crowd-host.ts") };
}

async function programOf(entry: string): Promise<Program> {
  const bundle = await build({
    entryPoints: [resolve(ROOT, "demo", entry)],
    bundle: true,
    minify: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
  });
  return ["--input-type=module", "--eval", bundle.outputFiles[0]?.text ?? ""];
}

/** The demo as it runs, from its sources: on a free port, with a blank page unless it is given one. */
export async function startTestDemo(options: Partial<DemoOptions> = {}): Promise<RunningDemo> {
  return await startDemo({
    port: 0,
    seed: 1,
    tool: "polls-apart test",
    onFault: (error) => {
      throw error;
    },
    assets: BLANK,
    programs: await childPrograms(),
    ...options,
  });
}
