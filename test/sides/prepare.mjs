// Gets two sides ready as `bench ab` does and tells how it goes, a line of JSON each: a process that tests can end.
import { prepareSides } from "../../dist/harness/gate/sides/sides.js";

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { wait, ...options } = JSON.parse(process.argv[2]);
const controller = new AbortController();
process.once("SIGINT", () => {
  controller.abort("SIGINT");
  process.once("SIGINT", () => process.exit(130));
});

try {
  const sides = await prepareSides({
    ...options,
    cwd: process.cwd(),
    signal: controller.signal,
    onProgress: (progress) => say({ progress }),
  });
  const { base, head, scenario } = sides;
  say({ base, head, scenario });
  if (wait === "throw")
    setTimeout(() => {
      throw new Error("a fault");
    });
  else if (wait === "exit") process.exit(7);
  else if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, 600_000));
  say({ left: await sides.close() });
} catch (error) {
  if (controller.signal.aborted) say({ aborted: controller.signal.reason });
  else
    say({ error: { code: error.code, message: error.message, hint: error.hint, exitCode: error.exitCode } });
}
