import { spawn } from "node:child_process";
import { reasonOf } from "./files.ts";
import type { System } from "./system.ts";

/** Whether a page was handed to a browser, and if not, why, as a clause to put after "not opened:". */
export type Opening = { readonly type: "opened" } | { readonly type: "not-opened"; readonly why: string };

/** How a platform opens an address, without a shell in between. */
interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

const OPENERS: Readonly<Record<string, Opener>> = {
  darwin: { command: "open", args: [] },
  // What `start` of cmd.exe does, which no program can be.
  win32: { command: "rundll32.exe", args: ["url.dll,FileProtocolHandler"] },
};
const XDG: Opener = { command: "xdg-open", args: [] };

const PROTOCOLS: readonly string[] = ["file:", "http:", "https:"];
/** Some openers become the browser and stay: who still runs after this has not failed. */
const PATIENCE_MS = 1500;

/**
 * Opens an address in the user's browser. Opens nothing where nobody would see it (CI, a machine without a
 * display, a remote shell); never throws, because whoever calls has told the address anyway.
 */
export async function openInBrowser(
  { env }: Pick<System, "env">,
  address: URL,
  platform: NodeJS.Platform = process.platform,
): Promise<Opening> {
  const why = PROTOCOLS.includes(address.protocol) ? unseen(env, platform) : `${address.protocol} is no page`;
  if (why !== undefined) return { type: "not-opened", why };
  const fault = await start(OPENERS[platform] ?? XDG, address.href, env);
  return fault === undefined ? { type: "opened" } : { type: "not-opened", why: fault };
}

/** Why a window would be seen by nobody; `undefined` where somebody sits in front of it. */
function unseen(env: System["env"], platform: NodeJS.Platform): string | undefined {
  const { CI = "", DISPLAY = "", WAYLAND_DISPLAY = "", SSH_CONNECTION = "" } = env;
  if (CI !== "" && CI !== "false") return "this is CI";
  if (platform === "darwin" || platform === "win32") {
    return SSH_CONNECTION === "" ? undefined : "this is a remote shell";
  }
  return DISPLAY === "" && WAYLAND_DISPLAY === "" ? "this machine has no display" : undefined;
}

/** Starts an opener on its own; resolves with what went wrong, or with nothing. */
async function start(
  { command, args }: Opener,
  href: string,
  env: System["env"],
): Promise<string | undefined> {
  return await new Promise((resolve) => {
    // In a group of its own, so that Ctrl-C here does not close the browser there.
    const child = spawn(command, [...args, href], { stdio: "ignore", detached: true, env });
    const patience = setTimeout(() => resolve(undefined), PATIENCE_MS);
    child.once("error", (error) => {
      clearTimeout(patience);
      resolve(`cannot start ${command}: ${reasonOf(error)}`);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(patience);
      resolve(code === 0 ? undefined : `${command} ended with ${code ?? signal}`);
    });
    child.unref();
  });
}
