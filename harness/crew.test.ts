import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BenchError } from "../core/errors.ts";
import type { Role } from "../core/messages.ts";
import { Crew } from "./crew.ts";
import { FakeEngine } from "./testing/fake-engine.ts";

const DIED = new BenchError("ROLE_DIED", "the publisher was killed by SIGKILL");

describe("a crew", () => {
  let engine: FakeEngine;
  let abort: AbortController;
  let crew: Crew;
  beforeEach(() => {
    vi.useFakeTimers();
    engine = new FakeEngine();
    abort = new AbortController();
    crew = new Crew(engine, abort.signal);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const hire = (role: Role = "server", name = "server") => {
    const member = crew.hire(role, name);
    return { member, process: engine.processes.at(-1)! };
  };
  /** What became of a promise: its value, its error, or that it waits still. */
  const fateOf = async (promise: Promise<unknown>): Promise<unknown> => {
    let fate: unknown = "waits";
    promise.then(
      (value) => (fate = value),
      (error) => (fate = error),
    );
    await vi.advanceTimersByTimeAsync(0);
    return fate;
  };

  it("asks a process and waits for its answer of the right kind", async () => {
    const { member, process } = hire();
    const asked = member.ask({ type: "mark", name: "idle" }, "marked", 1000);
    expect(process.sent).toEqual([{ type: "mark", name: "idle" }]);

    process.says({ type: "complete" });
    expect(await fateOf(asked)).toBe("waits");
    process.says({ type: "marked" });
    expect(await fateOf(asked)).toEqual({ type: "marked" });
  });

  it("takes an answer that came before anyone waited for it, once", async () => {
    const { member, process } = hire("load", "load worker");
    process.says({ type: "complete" });
    expect(await fateOf(member.next("complete", 1000))).toEqual({ type: "complete" });
    expect(await fateOf(member.next("complete", 1000))).toBe("waits");
  });

  it("keeps the newest beat and takes it for no answer", async () => {
    const { member, process } = hire();
    const asked = member.next("beat", 1000);
    process.says({ type: "beat", connected: 1 });
    process.says({ type: "beat", connected: 2 });
    expect(member.beat).toEqual({ type: "beat", connected: 2 });
    expect(await fateOf(asked)).toBe("waits");
  });

  it("names the process that did not answer in time, and what it did not say", async () => {
    const { member } = hire("load", "load worker 2");
    const asked = member.next("connected", 1500);
    await vi.advanceTimersByTimeAsync(1499);
    expect(await fateOf(asked)).toBe("waits");
    await vi.advanceTimersByTimeAsync(1);
    expect(await fateOf(asked)).toMatchObject({
      code: "ROLE_HUNG",
      message: 'the load worker 2 did not say "connected" within 1.5 s',
    });
  });

  it("keeps an answer that came after its deadline for the next who waits", async () => {
    const { member, process } = hire();
    const asked = member.next("marked", 100);
    await Promise.all([expect(asked).rejects.toThrow("did not say"), vi.advanceTimersByTimeAsync(100)]);
    process.says({ type: "marked" });
    expect(await fateOf(member.next("marked", 100))).toEqual({ type: "marked" });
  });

  it("ends every wait with the first failure, whichever process it was", async () => {
    const server = hire("server", "server");
    const publisher = hire("publisher", "publisher");
    const waits = [
      server.member.ask({ type: "collect" }, "report", 60_000),
      publisher.member.next("ready", 60_000),
      crew.sleep(60_000),
      crew.orFail(new Promise(() => {})),
    ];

    publisher.process.dies(DIED);
    server.process.dies(new BenchError("ROLE_DIED", "the server ended, too"));

    expect(await Promise.all(waits.map(fateOf))).toEqual([DIED, DIED, DIED, DIED]);
  });

  it("ends waits that begin after the failure, too", async () => {
    const { member, process } = hire();
    process.dies(DIED);
    expect(await fateOf(member.ask({ type: "collect" }, "report", 1000))).toBe(DIED);
    expect(await fateOf(crew.sleep(1000))).toBe(DIED);
  });

  it("fails in silence when nobody waits, or not yet: no rejection goes unhandled", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { member, process: child } = hire();
    const notYet = member.next("complete", 60_000);
    child.dies(DIED);
    // Unhandled rejections are told after a real turn of the loop.
    vi.useRealTimers();
    await new Promise(setImmediate);
    process.off("unhandledRejection", unhandled);

    expect(unhandled).not.toHaveBeenCalled();
    await expect(notYet).rejects.toBe(DIED);
  });

  it("sleeps as long as told, and not at all for a moment that has passed", async () => {
    const slept = crew.sleep(1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(await fateOf(slept)).toBe("waits");
    await vi.advanceTimersByTimeAsync(1);
    expect(await fateOf(slept)).toBeUndefined();
    expect(await fateOf(crew.sleep(-5))).toBeUndefined();
  });

  it("leaves no timer behind when a sleep is cut short", async () => {
    const slept = crew.sleep(60_000);
    crew.fail(DIED);
    expect(await fateOf(slept)).toBe(DIED);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends every wait with the signal's reason when it is aborted", async () => {
    const { member } = hire();
    const asked = member.next("ready", 60_000);
    abort.abort("SIGINT");
    expect(await fateOf(asked)).toBe("SIGINT");
  });

  it("that was aborted before it began ends every wait at once", async () => {
    abort.abort("SIGTERM");
    crew = new Crew(engine, abort.signal);
    expect(await fateOf(hire().member.next("ready", 60_000))).toBe("SIGTERM");
  });

  it("tells everyone to leave when dismissed, and makes everyone leave when disbanded", async () => {
    const processes = [hire().process, hire().process];
    await crew.dismiss();
    expect(processes.map(({ calls }) => calls)).toEqual([["stop"], ["stop"]]);
    await crew.disband();
    expect(processes.map(({ calls }) => calls)).toEqual([
      ["stop", "kill", "stop"],
      ["stop", "kill", "stop"],
    ]);
  });

  it("lets go of the signal when disbanded: a run of many cells does not pile up listeners", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await new Crew(engine, signal).disband();
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledWith("abort", added.mock.calls[0]?.[1]);
  });
});
