import { existsSync } from "node:fs";
import bundled from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Where a Chromium may stand on this machine, and how to find out its path. */
interface Candidate {
  readonly name: string;
  path(): Promise<string | undefined>;
}

const installed = (path: string): Candidate => ({
  name: path,
  path: async () => (existsSync(path) ? path : undefined),
});

/**
 * The one asked for comes first. Then the one an npm package carries: the lock file pins it, so that everyone
 * tests with the same version whatever is installed. The machine's own are for platforms it is not made for.
 */
const CANDIDATES: readonly Candidate[] = [
  { name: "POLLS_APART_CHROMIUM", path: async () => process.env.POLLS_APART_CHROMIUM },
  { name: "@sparticuz/chromium", path: () => bundled.executablePath() },
  installed("/usr/bin/chromium"),
  installed("/usr/bin/chromium-browser"),
  installed("/usr/bin/google-chrome"),
  installed("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
];

// Containers often have no sandbox, no GPU and a small /dev/shm. Every page opened here is the test's own.
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

/** Starts the first Chromium that works. Throws, naming what was tried: a browser test never passes unseen. */
export async function startChromium(): Promise<Browser> {
  const tried: string[] = [];
  for (const { name, path } of CANDIDATES) {
    try {
      const executablePath = await path();
      if (executablePath === undefined || executablePath === "") continue;
      return await chromium.launch({ executablePath, args: ARGS, headless: true });
    } catch (error) {
      const [reason] = String(error).split("\n");
      tried.push(`  ${name}: ${reason}`);
    }
  }
  throw new Error(
    "No Chromium could be started for the browser tests. Name one in POLLS_APART_CHROMIUM, or run npm ci without --omit=dev.\n" +
      (tried.length === 0 ? "  none was found" : tried.join("\n")),
  );
}
