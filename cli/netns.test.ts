import { describe, expect, it } from "vitest";
import { BenchError } from "../core/errors.ts";
import type { Scenario } from "../core/scenario.ts";
import { checkCountable, isInside, NETNS_VARIABLE, runInside, settleInside } from "./netns.ts";
import type { NetnsHost, Parent } from "./netns-host.ts";
import type { Signal } from "./system.ts";
import { FakeSystem } from "./testing/fake-system.ts";

const OWN = "Inter-| Receive\n face |bytes packets\n    lo:       0       0    0\n";
const SHARED = `${OWN}  eth0:  900     9    0\n`;

/** A machine on which everything works, and what was asked of it. */
class FakeHost implements NetnsHost {
  platform = "linux";
  readonly program = ["/usr/bin/node", "--flag", "/opt/a b/main.js"];
  programs = ["/usr/bin/unshare", "/sbin/ip"];
  devices = OWN;
  parent?: Parent;
  /** Why every command fails. */
  fault: string | undefined;
  readonly ran: (readonly string[])[] = [];
  readonly started: { command: readonly string[]; env: Readonly<Record<string, string | undefined>> }[] = [];
  readonly told: Signal[] = [];
  end: (code: number | null, signal?: string) => void = () => {};

  executable(path: string): boolean {
    return this.programs.includes(path);
  }

  interfaces(): string {
    return this.devices;
  }

  run(command: readonly string[]): string | undefined {
    this.ran.push(command);
    return this.fault;
  }

  start(command: readonly string[], env: Readonly<Record<string, string | undefined>>) {
    this.started.push({ command, env });
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      this.end = (code, signal) => resolve({ code, signal: signal ?? null });
    });
    return { tell: (signal: Signal) => void this.told.push(signal), ended };
  }
}

/** Who started the process inside, as a test plays it. */
class FakeParent implements Parent {
  say: (message: unknown) => void = () => {};
  leave: () => void = () => {};

  onMessage(listener: (message: unknown) => void): () => void {
    this.say = listener;
    return () => {
      this.say = () => {};
    };
  }

  onGone(listener: () => void): () => void {
    this.leave = listener;
    return () => {
      this.leave = () => {};
    };
  }
}

const ARGV = ["run", "my file.yaml", "--netns", "; touch /tmp/x", "$(reboot)"];

function processOf(env: Record<string, string>): FakeSystem {
  return Object.assign(new FakeSystem(), { argv: ARGV, env: { PATH: "bin:/usr/bin", ...env } });
}

async function refusal(action: () => unknown): Promise<BenchError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("running inside a network namespace", () => {
  const UNSHARE = ["/usr/bin/unshare", "--user", "--map-root-user", "--net", "--"];

  it("starts this program again with the same words, through no shell, and passes its exit code on", async () => {
    const host = new FakeHost();
    const ended = runInside(processOf({ HOME: "/home/me" }), host);
    host.end(99);
    expect(await ended).toBe(99);
    expect(host.ran).toEqual([[...UNSHARE, "/sbin/ip", "link", "set", "lo", "up"]]);
    expect(host.started).toEqual([
      {
        command: [...UNSHARE, "/usr/bin/node", "--flag", "/opt/a b/main.js", ...ARGV],
        env: { PATH: "bin:/usr/bin", HOME: "/home/me", [NETNS_VARIABLE]: "1" },
      },
    ]);
  });

  it.each([
    [
      ["/usr/bin/unshare", "/usr/bin/ip", "/sbin/ip"],
      ["/usr/bin/ip", "link", "set", "lo", "up"],
    ], // PATH first
    [
      ["/usr/bin/unshare", "/usr/sbin/ip"],
      ["/usr/sbin/ip", "link", "set", "lo", "up"],
    ],
    [
      ["/usr/bin/unshare", "/sbin/ifconfig"],
      ["/sbin/ifconfig", "lo", "up"],
    ], // where there is no ip
  ])("with %j brings loopback up by %j", async (programs, command) => {
    const host = Object.assign(new FakeHost(), { programs });
    const ended = runInside(processOf({}), host);
    host.end(0);
    await ended;
    expect(host.ran[0]?.slice(UNSHARE.length)).toEqual(command);
  });

  it("hands each signal on once, until the end", async () => {
    const host = new FakeHost();
    const system = processOf({});
    const ended = runInside(system, host);
    system.send("SIGINT");
    system.send("SIGTERM");
    expect(host.told).toEqual(["SIGINT", "SIGTERM"]);
    host.end(130);
    expect(await ended).toBe(130);
    system.send("SIGINT");
    expect(host.told).toHaveLength(2);
  });

  it.each([
    ["SIGINT", 130, ""],
    ["SIGTERM", 143, ""],
    ["SIGKILL", 1, "error: the run in the network namespace was killed by SIGKILL\n"],
  ])("ends as the process inside did when %s killed it", async (signal, code, told) => {
    const host = new FakeHost();
    const system = processOf({});
    const ended = runInside(system, host);
    host.end(null, signal);
    expect(await ended).toBe(code);
    expect(system.stderr.text).toBe(told);
  });

  it.each([
    [{ platform: "darwin" }, "--netns needs Linux; this is darwin"],
    [{ programs: ["/sbin/ip"] }, "--netns needs the program unshare (of util-linux)"],
    [{ programs: ["/usr/bin/unshare"] }, "--netns needs the program ip (of iproute2) or ifconfig"],
    [
      { fault: "unshare: unshare failed: Operation not permitted" },
      "a network namespace cannot be had here: unshare: unshare failed: Operation not permitted",
    ],
    [{ programs: ["bin/unshare", "/sbin/ip"] }, "--netns needs the program unshare (of util-linux)"], // relative
  ])("is refused with %j, and nothing is started", async (change, message) => {
    const host = Object.assign(new FakeHost(), change);
    const error = await refusal(() => runInside(processOf({}), host));
    expect(error.message).toBe(message);
    expect(error.hint).toBe("drop --netns: network bytes are then estimated from the stream");
    expect(error.exitCode).toBe(2);
    expect(host.started).toEqual([]);
  });
});

describe("the process inside", () => {
  const inside = { [NETNS_VARIABLE]: "1" };
  const settled = () => {
    const parent = new FakeParent();
    const host = Object.assign(new FakeHost(), { parent });
    const outer = processOf(inside);
    return { parent, host, outer, system: settleInside(outer, host) };
  };

  it("is told by the environment that it is inside", () => {
    expect(isInside(processOf(inside))).toBe(true);
    expect(isInside(processOf({ [NETNS_VARIABLE]: "" }))).toBe(false);
    expect(isInside(processOf({}))).toBe(false);
  });

  it("brings its loopback interface up and keeps everything else of its process", () => {
    const { host, outer, system } = settled();
    expect(host.ran).toEqual([["/sbin/ip", "link", "set", "lo", "up"]]);
    expect(system).toMatchObject({ argv: ARGV, cwd: "/", env: outer.env });
    expect(system.stdout).toBe(outer.stdout);
    outer.time = 7;
    expect(system.now()).toBe(7);
    expect(() => system.exit(3)).toThrow("exit 3");
  });

  it("takes signals from who started it, and leaves aside those that a terminal sends to both", () => {
    const { parent, outer, system } = settled();
    const heard: Signal[] = [];
    const done = system.onSignal((signal) => heard.push(signal));
    outer.send("SIGINT");
    expect(heard).toEqual([]);
    parent.say("SIGINT");
    parent.say("SIGKILL");
    parent.say({ type: "SIGTERM" });
    expect(heard).toEqual(["SIGINT"]);
    done();
    parent.say("SIGINT");
    parent.leave();
    expect(heard).toEqual(["SIGINT"]);
  });

  it("finishes when who started it has gone", () => {
    const { parent, system } = settled();
    const heard: Signal[] = [];
    system.onSignal((signal) => heard.push(signal));
    parent.leave();
    expect(heard).toEqual(["SIGTERM"]);
  });

  it.each([
    ["in a namespace with other interfaces", { devices: SHARED, parent: new FakeParent() }],
    ["where interfaces cannot be read", { devices: "", parent: new FakeParent() }],
    ["that nobody speaks to", { devices: OWN }],
  ])("is refused %s", async (_, change) => {
    const host = Object.assign(new FakeHost(), change);
    const error = await refusal(() => settleInside(processOf(inside), host));
    expect(error.message).toBe("POLLS_APART_NETNS is set, but this is no network namespace of its own");
    expect(error.hint).toBe("unset POLLS_APART_NETNS: --netns makes the namespace itself");
    expect(error.exitCode).toBe(2);
    expect(host.ran).toEqual([]);
  });

  it("is refused when its loopback interface does not come up", async () => {
    const host = Object.assign(new FakeHost(), { parent: new FakeParent(), fault: "RTNETLINK answers: no" });
    const error = await refusal(() => settleInside(processOf(inside), host));
    expect(error.message).toBe("the loopback interface does not come up: RTNETLINK answers: no");
    expect(error.exitCode).toBe(2);
  });
});

it("a scenario with a link is refused: the relay's traffic would count, too", async () => {
  const link = { delayUpMs: 25, delayDownMs: 25, jitterMs: 0, stalls: [] };
  const linked = { name: "far", link } as unknown as Scenario;
  const error = await refusal(() => checkCountable(linked));
  expect(error.message).toBe("far has a link, which --netns cannot count through");
  expect(error.hint).toContain("the relay's own traffic crosses the same interface");
  expect(error.exitCode).toBe(2);
  expect(() => checkCountable({ name: "near" } as Scenario)).not.toThrow();
});
