import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PROTOCOL_VERSION } from "../core/messages.ts";
import { Crew } from "./crew.ts";
import { Subject } from "./subject.ts";
import { FakeEngine } from "./testing/fake-engine.ts";

const OPTIONS = {
  role: "server",
  transport: { transport: "polling", params: {} },
  ingest: "/ingest",
  host: "127.0.0.1",
  port: 0,
} as const;
const START = { type: "start", at: 1, from: 2, to: 3 } as const;

describe("the server of a cell", () => {
  let engine: FakeEngine;
  let subject: Subject;
  beforeEach(async () => {
    vi.useFakeTimers();
    engine = new FakeEngine();
    subject = new Subject(new Crew(engine, new AbortController().signal), "polling server", OPTIONS, 1);
    const listening = subject.listen();
    engine.processes[0]!.ready("http://127.0.0.1:12345");
    expect(await listening).toBe("http://127.0.0.1:12345");
    subject.start(START);
  });
  afterEach(() => void vi.useRealTimers());

  it("stands still for as long as it is told to", async () => {
    const stalled = subject.stall(2000);
    await vi.advanceTimersByTimeAsync(1999);
    expect(engine.processes[0]!.calls).toEqual(["pause"]);
    await vi.advanceTimersByTimeAsync(1);
    await stalled;
    expect(engine.processes[0]!.calls).toEqual(["pause", "resume"]);
  });

  it("comes back as another process at the same address, told to resume and when the window is", async () => {
    const restarted = subject.restart(1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(engine.processes[0]!.calls).toEqual(["kill", "stop"]);
    expect(engine.processes[1]!.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    engine.processes[1]!.ready("http://127.0.0.1:12345");
    await restarted;
    expect(engine.processes[1]!.sent).toEqual([
      { type: "prepare", protocol: PROTOCOL_VERSION, options: { ...OPTIONS, port: 12_345, resume: true } },
      START,
    ]);
    expect(subject.member.process).toBe(engine.processes[1]);
  });
});
