import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { loadAssets, renderHtml } from "../reports/index.ts";
import { writeAtomically } from "./files.ts";
import { readResult } from "./result-file.ts";
import type { System } from "./system.ts";

/** The options of `bench report`, as commander gives them. */
export interface ReportOptions {
  readonly out?: string;
}

/** `bench report`: writes the HTML report of a result and prints where it is. */
export async function report(system: System, word: string, options: ReportOptions): Promise<number> {
  const given = resolve(system.cwd, word);
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const path = isFolder ? join(given, "result.json") : given;
  const result = await readResult(path);
  const out = resolve(system.cwd, options.out ?? join(dirname(path), "report.html"));
  await writeAtomically(out, renderHtml(result, loadAssets()));
  system.stdout.write(`${out}\n`);
  return 0;
}
