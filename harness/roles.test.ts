import { beforeEach, describe, expect, it } from "vitest";
import { BenchError } from "../core/errors.ts";
import { PROTOCOL_VERSION } from "../core/messages.ts";
import { loadScenario } from "../core/scenario/load.ts";
import { Crew } from "./crew.ts";
import { planRun } from "./plan.ts";
import { prepareRoles, type SubjectSource } from "./roles.ts";
import { FakeEngine, type FakeProcess } from "./testing/fake-engine.ts";

const BUILT_IN = loadScenario(
  `
name: two builds
clients: 10
stream: { arrivals: periodic, rate: 1, payloadBytes: 16 }
transports: [websocket]
`,
  { file: "two.yaml", folder: "/" },
);
const SCENARIO = {
  ...BUILT_IN,
  transports: [{ id: "fast", transport: "fast", module: "/repo/head/fast.mjs", params: {} }],
};
const SOURCE: SubjectSource = {
  entry: "/base/dist/servers/host.js",
  module: "/repo/base/fast.mjs",
  cwd: "/base",
};

describe("the processes of a cell", () => {
  let engine: FakeEngine;
  let crew: Crew;
  beforeEach(() => {
    engine = new FakeEngine();
    crew = new Crew(engine, new AbortController().signal);
  });
  const prepare = (source?: SubjectSource) =>
    prepareRoles(crew, { scenario: SCENARIO, cell: planRun(SCENARIO).cells[0]!, ingest: "/ingest", source });
  const hired = (role: string): FakeProcess => engine.processes.find((process) => process.role === role)!;
  const moduleTold = (role: string): unknown => {
    const message = hired(role).sent.find(({ type }) => type === "prepare") as unknown as {
      options: { transport: { module?: string } };
    };
    return message.options.transport.module;
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("take the server from another build, and everyone else from this one", async () => {
    const prepared = prepare(SOURCE);
    hired("server").ready("http://127.0.0.1:1");
    await settle();
    for (const role of ["publisher", "load"]) hired(role).ready();
    await prepared;

    expect(hired("server").program).toMatchObject({ entry: SOURCE.entry, cwd: SOURCE.cwd });
    expect(hired("publisher").program).toBeUndefined();
    expect(hired("load").program).toBeUndefined();
    expect(moduleTold("server")).toBe("/repo/base/fast.mjs");
    expect(moduleTold("load")).toBe("/repo/head/fast.mjs");
  });

  it("are all this build's own where nothing else is asked for", async () => {
    const prepared = prepare();
    hired("server").ready("http://127.0.0.1:1");
    await settle();
    for (const role of ["publisher", "load"]) hired(role).ready();
    await prepared;
    expect(engine.processes.map(({ program }) => program)).toEqual([undefined, undefined, undefined]);
    expect(moduleTold("server")).toBe("/repo/head/fast.mjs");
  });

  it.each([
    {
      build: "from before there were versions",
      spoken: undefined,
      says: /from before it had versions/,
      remedy: /newer/,
    },
    { build: "of an older version", spoken: 0, says: /speaks version 0 /, remedy: /newer git ref/ },
    {
      build: "of a newer version",
      spoken: 7,
      says: /speaks version 7 /,
      remedy: /run `bench` from that build/,
    },
  ])("refuse a server $build, with both versions and what to do", async ({ spoken, says, remedy }) => {
    const prepared = prepare(SOURCE);
    hired("server").says({
      type: "ready",
      ...(spoken === undefined ? {} : { protocol: spoken }),
      url: "http://127.0.0.1:1",
    });
    const error = await prepared.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(BenchError);
    const { code, exitCode, message, hint } = error as BenchError;
    expect([code, exitCode]).toEqual(["PROTOCOL_MISMATCH", 2]);
    expect(message).toMatch(says);
    expect(message).toContain(`this harness speaks version ${PROTOCOL_VERSION}`);
    expect(hint).toMatch(remedy);
  });
});
