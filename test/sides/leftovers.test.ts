import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { Scratch } from "../../harness/gate/sides/testing/scratch.ts";
import { until } from "../until.ts";
import { Preparation, requireBuild, type Wanted } from "./preparation.ts";

/** However a comparison ends, no working tree, no note of one and no process of a build stays. */

/** Children of children, one of which leaves the group and one of which ignores requests to end. */
const STUBBORN = "echo begun; setsid sleep 600 & (trap '' TERM; sleep 600) & sleep 600";

let scratch: Scratch;
let status: string;
beforeAll(requireBuild);
beforeEach(() => {
  scratch = new Scratch();
  scratch.write("live.mjs", "");
  scratch.commit();
  scratch.write("changed.txt", "not committed");
  status = scratch.git("status", "--porcelain");
});
afterEach(() => scratch.remove());

const begin = async (wanted: Wanted): Promise<Preparation> => {
  const preparation = new Preparation(scratch, { base: "main", ...wanted });
  if (wanted.wait === undefined) await until("the build runs", () => preparation.isBuilding());
  else await until("both sides stand", () => preparation.told("head") !== undefined);
  // A comparison that ends by itself may have cleared away already what it told of.
  const ends = wanted.wait === "throw" || wanted.wait === "exit";
  if (!ends) expect(scratch.leftovers()).not.toEqual([]);
  return preparation;
};
const nothingStays = async (preparation: Preparation): Promise<void> => {
  await until("no process of the build is left", () => preparation.workers().length === 0);
  await until("no working tree is left", () => scratch.leftovers().length === 0);
  expect(scratch.git("status", "--porcelain")).toBe(status);
};

it("a build interrupted by Ctrl-C: nothing is left when the comparison ends", async () => {
  const preparation = await begin({ command: STUBBORN });
  preparation.signal("SIGINT");
  await preparation.ended;
  expect(preparation.told("aborted")).toBe("SIGINT");
  expect(scratch.leftovers()).toEqual([]);
  await nothingStays(preparation);
});

it("a second Ctrl-C, which ends the comparison at once", async () => {
  const preparation = await begin({ command: STUBBORN });
  preparation.signal("SIGINT");
  preparation.signal("SIGINT");
  await preparation.ended;
  await nothingStays(preparation);
});

it.each(["SIGKILL", "SIGTERM", "SIGHUP"] as const)("%s in the middle of a build", async (signal) => {
  const preparation = await begin({ command: STUBBORN });
  preparation.signal(signal);
  await preparation.ended;
  await nothingStays(preparation);
});

it.each([
  { how: "killed", wait: "long", signal: "SIGKILL" },
  { how: "ended by a fault of its own", wait: "throw", signal: undefined },
  { how: "ended by process.exit", wait: "exit", signal: undefined },
] as const)("a comparison that is $how while both sides serve", async ({ wait, signal }) => {
  const preparation = await begin({ command: "", wait }).catch((error: Error) => error);
  if (preparation instanceof Error) throw preparation;
  if (signal !== undefined) preparation.signal(signal);
  await preparation.ended;
  await nothingStays(preparation);
});

it("git's own notes of other working trees are left alone", async () => {
  const other = join(scratch.temporary, "mine");
  scratch.git("worktree", "add", "--detach", other);
  const preparation = new Preparation(scratch, { base: "main", command: "" });
  await preparation.ended;
  expect(preparation.told("left")).toEqual([]);
  expect(scratch.git("worktree", "list")).toContain(other);
  expect(readFileSync(join(other, "live.mjs"), "utf8")).toBe("");
});
