import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** What GitHub's own parser says is wrong with a file: nothing where it is right. */
export interface GithubSchema {
  action(content: string): readonly string[];
  workflow(content: string): readonly string[];
}

const SOURCE = `
  import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
  import { parseAction } from "@actions/workflow-parser/actions/action-parser";
  const problems = (parse, name) => (content) =>
    parse({ name, content }, new NoOperationTraceWriter()).context.errors.getErrors().map(({ message }) => message);
  export const action = problems(parseAction, "action.yml");
  export const workflow = problems(parseWorkflow, ".github/workflows/ci.yml");
`;

/** GitHub's parser for actions and workflows. Bundled first: Node does not load its schemas as they are imported. */
export async function githubSchema(): Promise<GithubSchema> {
  const folder = mkdtempSync(join(tmpdir(), "github-schema-"));
  try {
    const outfile = join(folder, "parser.mjs");
    const stdin = { contents: SOURCE, resolveDir: resolve(import.meta.dirname, "../..") };
    await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
    return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as GithubSchema;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
