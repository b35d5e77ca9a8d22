import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This checkout: the folder around this file, or around what was compiled of it, that has a package.json. */
const ROOT = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
})();

/** One change of the compiled server. */
export interface Fault {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Where a WebSocket's events wait a millisecond before they are sent. */
export const DELAYED: Fault = {
  file: "servers/push.js",
  from: "queueMicrotask(() => this.#broadcast())",
  to: "setTimeout(() => this.#broadcast(), 1)",
};

/** Where every answer with events has a header line of 40 bytes more. */
export const LONGER: Fault = {
  file: "servers/http-server.js",
  from: 'reply.header("content-type", "application/json; charset=utf-8")',
  to: `reply.header("x-trace", "${"0".repeat(29)}").header("content-type", "application/json; charset=utf-8")`,
};

/** Where every tenth poll is told that there is nothing, whatever there is. */
export const FORGETFUL: Fault = {
  file: "servers/answers.js",
  from: "to(after) {",
  to: "to(after) {\n        this.polls = (this.polls ?? 0) + 1;\n        if (this.polls % 10 === 0) return EMPTY;",
};

/** Where every event to every client costs so much more of the processor. */
export const dearer = (microseconds: number): Fault => ({
  file: "servers/push.js",
  from: "receiver.socket.write(frames);",
  to: `for (const until = performance.now() + ${microseconds / 1000}; performance.now() < until; );\n        receiver.socket.write(frames);`,
});

/** A build with a fault, in a folder of its own. */
export interface FaultyBuild {
  readonly folder: string;
  /** Its server's program. */
  readonly entry: string;
  remove(): void;
}

/** Copies this checkout's build and changes one place in it; throws where that place is not there exactly once. */
export function faultyBuild({ file, from, to }: Fault): FaultyBuild {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "polls-apart-faulty-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const part of ["core", "servers"]) {
      cpSync(join(ROOT, "dist", part), join(folder, "dist", part), { recursive: true });
    }
    cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "dist", file);
    const parts = readFileSync(path, "utf8").split(from);
    if (parts.length !== 2) {
      throw new Error(`${file} has "${from}" ${parts.length - 1} times: the fault no longer fits the server`);
    }
    writeFileSync(path, parts.join(to));
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, entry: join(folder, "dist", "servers", "host.js"), remove };
}
