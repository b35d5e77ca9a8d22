import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packagesOf } from "./packages.ts";

describe("the packages of a folder", () => {
  let root: string;
  const install = (path: string, name: string, version: string): void => {
    const folder = join(root, path, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version }));
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "polls-apart-packages-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("are those nearest above it, as Node finds them", () => {
    install(".", "fastify", "5.0.0");
    install("packages/live", "fastify", "4.0.0");
    install(".", "ws", "8.0.0");
    expect(packagesOf(join(root, "packages/live"))).toEqual({ fastify: "4.0.0", ws: "8.0.0" });
    expect(packagesOf(join(root, "packages"))).toEqual({ fastify: "5.0.0", ws: "8.0.0" });
  });

  it("are unknown where they are not installed or their manifest is broken", () => {
    install(".", "fastify", "5.0.0");
    writeFileSync(join(root, "node_modules/fastify/package.json"), "{");
    expect(packagesOf(root)).toEqual({ fastify: "unknown", ws: "unknown" });
  });

  it("are those asked for", () => {
    install(".", "undici", "7.0.0");
    expect(packagesOf(root, ["undici"])).toEqual({ undici: "7.0.0" });
  });
});
