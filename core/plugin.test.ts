import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BenchError } from "./errors.ts";
import { loadTransportModule } from "./plugin.ts";

const HALF = "{ name: 'mine', create() {} }";

describe("loadTransportModule", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "polls-apart-plugin-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let files = 0;
  const moduleOf = (text: string): string => {
    const path = join(folder, `module-${++files}.mjs`);
    writeFileSync(path, text);
    return path;
  };

  it("takes a module with both halves", async () => {
    const path = moduleOf(`export const server = ${HALF}; export const client = ${HALF};`);
    const { server, client } = await loadTransportModule(path);
    expect(server.name).toBe("mine");
    expect(client).toMatchObject({ name: "mine" });
  });

  it("takes a server half with the name of a built-in client half", async () => {
    const path = moduleOf(`export const server = ${HALF}; export const client = "websocket";`);
    const { client } = await loadTransportModule(path);
    expect(client).toBe("websocket");
  });

  it.each([
    ["no server half", `export const client = ${HALF};`, "`server`"],
    ["a server half without create", `export const server = { name: "x" };`, "`server`"],
    ["a server half without a name", "export const server = { create() {} };", "`server`"],
    ["a server half that is null", "export const server = null;", "`server`"],
    ["no client half", `export const server = ${HALF};`, "`client`"],
    ["a client half that is a number", `export const server = ${HALF}; export const client = 4;`, "`client`"],
  ])("refuses %s and names the part", async (_what, text, part) => {
    const path = moduleOf(text);
    const error = await loadTransportModule(path).catch((thrown: unknown) => thrown as BenchError);
    expect(error).toBeInstanceOf(BenchError);
    expect(error).toMatchObject({ code: "TRANSPORT_INVALID" });
    expect((error as BenchError).message).toContain(part);
    expect((error as BenchError).message).toContain(path);
  });

  it.each([
    ["that is not there", () => join(folder, "nowhere.mjs")],
    ["that throws when loaded", () => moduleOf("throw new Error('not today');")],
    ["that is not JavaScript", () => moduleOf("export const = ;")],
  ])("refuses a module %s and keeps the cause", async (_what, pathOf) => {
    const path = pathOf();
    const error = await loadTransportModule(path).catch((thrown: unknown) => thrown as BenchError);
    expect(error).toMatchObject({ code: "TRANSPORT_INVALID", cause: expect.anything() });
    expect((error as BenchError).message).toContain(path);
  });
});
