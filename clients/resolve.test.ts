import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ClientContext } from "../core/transport.ts";
import { polling } from "./polling.ts";
import { resolveClient } from "./resolve.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "polls-apart-resolve-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  { given: {}, had: { intervalMs: 1000, pacing: "fixed-rate" } },
  { given: { intervalMs: 50, own: true }, had: { intervalMs: 50, pacing: "fixed-rate", own: true } },
])(
  "a built-in client that a module names has its defaults beside the module's options: $given",
  async ({ given, had }) => {
    const module = join(folder, "mine.mjs");
    writeFileSync(
      module,
      'export const server = { name: "mine", create() {} };\nexport const client = "polling";\n',
    );
    const create = vi.spyOn(polling, "create").mockReturnValue({} as never);
    const client = await resolveClient({ transport: "mine", module, params: given });
    const context = {} as ClientContext;
    client.create(context, given);
    expect(create).toHaveBeenCalledWith(context, had);
  },
);
