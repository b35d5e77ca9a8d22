import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TransportEntry } from "../../../core/scenario.ts";
import type { Milliseconds } from "../../../core/units.ts";
import { ownVersion } from "../../environment.ts";
import { manifest, packagesOf, versionIn } from "../../packages.ts";
import type { SideName } from "../schedule.ts";
import { BUILD_LIMIT_MS, build } from "./build.ts";
import { checkOut } from "./checkout.ts";
import { standOf } from "./git.ts";
import type { Janitor } from "./janitor-process.ts";
import { type Home, moduleOn } from "./modules.ts";
import type { Side, SideProgress } from "./side.ts";
import { type Meaning, meaningOf } from "./spec.ts";
import { unusable } from "./unusable.ts";
import type { Work } from "./work.ts";

/** How a side is got. */
export interface PrepareOptions {
  /** The folder it is asked for in; real, not by way of a link. */
  readonly cwd: string;
  /** What is going to be served: which modules it must hold, and whether it needs a server of its own. */
  readonly entries: readonly TransportEntry[];
  /** Shell text that installs and builds a checkout, run in it; by default what npm projects agree on. */
  readonly command?: string | undefined;
  /** Whether a folder is built too; by default it is taken as it is. */
  readonly buildFolders?: boolean | undefined;
  /** How long a checkout, or a build, may take. */
  readonly limitMs?: Milliseconds | undefined;
  readonly janitor: Janitor;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SideProgress) => void;
}

/** The server of a build of this tool. */
const SERVER = join("dist", "servers", "host.js");
/** More of a package's own dependencies than this explain nothing to anyone. */
const MOST_PACKAGES = 50;

/**
 * Gets a side ready: finds what its text means, checks a git ref out and builds it, and sees that it can serve
 * what is asked. Throws `SIDE_UNUSABLE` with what is wrong and what to do, or the signal's reason.
 */
export async function prepareSide(side: SideName, label: string, options: PrepareOptions): Promise<Side> {
  const meaning = await meaningOf(label, options.cwd, options.signal);
  return sideOf(await place(side, label, meaning, options), label, meaning, options);
}

interface Placed extends Home {
  readonly commit?: string;
  readonly dirty?: boolean;
}

/** The side on disk, built where it has to be. */
async function place(
  side: SideName,
  label: string,
  meaning: Meaning,
  { command, buildFolders = false, limitMs = BUILD_LIMIT_MS, janitor, signal, onProgress }: PrepareOptions,
): Promise<Placed> {
  const shop: Work = {
    janitor,
    signal,
    limitMs,
    onProgress: (step, elapsedMs, line) => onProgress({ side, label, step, elapsedMs, line }),
  };
  if (meaning.kind === "ref") {
    const checkout = await checkOut(meaning.repository, meaning.commit, label, shop);
    await build(checkout, label, command, shop);
    return { ...checkout, commit: meaning.commit };
  }
  const folder = realpathSync(meaning.folder);
  const { top = folder, ...stand } = await standOf(folder, signal);
  if (buildFolders) await build({ top, folder }, label, command, shop);
  return { folder, top, ...stand };
}

async function sideOf(
  { folder, top, ...stand }: Placed,
  label: string,
  { note }: Meaning,
  { cwd, entries, signal }: PrepareOptions,
): Promise<Side> {
  const home = await homeOf(cwd, signal);
  const modules: Record<string, string> = {};
  for (const { id, module } of entries) {
    const mapped = module === undefined ? undefined : moduleOn({ folder, top, label }, home, module);
    if (mapped !== undefined) modules[id] = mapped;
  }
  const entry = join(folder, SERVER);
  const own = existsSync(entry) ? versionIn(folder, "polls-apart") : undefined;
  const needy = entries.find(({ id }) => modules[id] === undefined);
  if (own === undefined && needy !== undefined) throw noServer(label, folder, needy);
  return {
    label,
    folder,
    ...stand,
    ...(note === undefined ? {} : { note }),
    tool: own ?? ownVersion(),
    packages: own === undefined ? packagesAround(Object.values(modules)) : packagesOf(folder),
    ...(own === undefined ? {} : { serverEntry: entry }),
    modules,
  };
}

/** Where the caller stands, and the top of the repository around it. */
async function homeOf(cwd: string, signal?: AbortSignal): Promise<Home> {
  const folder = realpathSync(cwd);
  const { top = folder } = await standOf(folder, signal);
  return { folder, top };
}

/** Versions of what the packages that these modules belong to depend on. */
function packagesAround(modules: readonly string[]): Record<string, string> {
  return Object.assign(
    {},
    ...modules.map((module) => {
      const folder = packageOf(dirname(module));
      const { dependencies } = manifest(folder);
      const names =
        typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
      return packagesOf(folder, names.toSorted().slice(0, MOST_PACKAGES));
    }),
  ) as Record<string, string>;
}

function packageOf(folder: string): string {
  const above = dirname(folder);
  return existsSync(join(folder, "package.json")) || above === folder ? folder : packageOf(above);
}

function noServer(label: string, folder: string, { id, module }: TransportEntry): Error {
  if (module !== undefined) {
    return unusable(
      `the transport module ${module} lies outside of where this was run, so that ${label} has none of its own`,
      "run it inside the repository that holds the module, or inside one of the two folders",
    );
  }
  const submodules = existsSync(join(folder, ".gitmodules")) ? "; its submodules were not checked out" : "";
  return unusable(
    `${label} holds no build of polls-apart that could serve "${id}": there is no ${SERVER} of it in ${folder}${submodules}`,
    "build it (a folder is taken as it is; a git ref is built by --build), or compare a transport of your own with --transport ./my-transport.js",
  );
}
