import { BenchError, EXIT } from "../core/errors.ts";
import { type RunningDemo, startDemo } from "../demo/server.ts";
import { onInterrupt } from "./interrupt.ts";
import { openInBrowser } from "./open.ts";
import { version } from "./package.ts";
import { portOf } from "./port.ts";
import type { System } from "./system.ts";

/** The options of `bench demo`, as commander gives them. */
export interface DemoCommandOptions {
  readonly port?: string;
  readonly open?: boolean;
  readonly seed: string;
}

/** Where the demo is when it can be: POLL on a telephone's keys. So an address with settings in it stays good. */
const USUAL_PORT = 7655;

/** `bench demo`: serves the live page until a signal comes. */
export async function demo(system: System, options: DemoCommandOptions): Promise<number> {
  const port = options.port === undefined ? undefined : portOf(options.port);
  const seed = seedOf(options.seed);
  let fail = (_: unknown): void => {};
  const fault = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // It may come while something else is awaited; what awaits it then still hears of it.
  fault.catch(() => {});
  const interruption = onInterrupt(system, () =>
    system.stderr.write("stopping; Ctrl-C again to stop at once\n"),
  );
  const interrupted = new Promise<void>((resolve) => {
    interruption.signal.addEventListener("abort", () => resolve());
  });

  const start = (at: number) =>
    startDemo({ port: at, seed, tool: `polls-apart ${version()}`, onFault: fail });
  const running = await (port === undefined ? startNear(USUAL_PORT, start) : start(port));
  try {
    system.stdout.write(`${running.url}\n`);
    if (options.open === true && interruption.caught === undefined) {
      const opening = await openInBrowser(system, new URL(running.url));
      if (opening.type === "not-opened") system.stderr.write(`not opened: ${opening.why}\n`);
    } else {
      system.stderr.write("open it in a browser on this machine\n");
    }
    system.stderr.write("Ctrl-C ends it\n");
    await Promise.race([interruption.caught === undefined ? interrupted : undefined, fault]);
  } finally {
    await running.close();
    interruption.done();
  }
  // It has no end of its own: being stopped is how it is done.
  return EXIT.ok;
}

/** Starts on a port, or on a free one where that is taken. */
async function startNear(port: number, start: (port: number) => Promise<RunningDemo>): Promise<RunningDemo> {
  try {
    return await start(port);
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    if (cause?.code !== "EADDRINUSE") throw error;
    return await start(0);
  }
}

function seedOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new BenchError(
    "USAGE",
    `--seed: found "${text}"; expected a whole number from 0 to 999,999,999,999,999`,
  );
}
