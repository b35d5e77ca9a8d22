import type { LinkCut, LinkSpec, LinkStall } from "../link.ts";
import { profileLink } from "../link-profiles.ts";
import { formatDuration, type Milliseconds, parseDuration, parseRate } from "../units.ts";
import { fits } from "./check.ts";
import { type LinkKeys, LinkSchema, type LinkSource } from "./link-schema.ts";
import type { Problem } from "./problem.ts";

type CutKeys = NonNullable<LinkKeys["cut"]>;

/** Something wrong with a sound link: keys that do not go together, or times outside the window. */
type LinkProblem = Pick<Problem, "path" | "message">;

/** The kinds of cut, of which a link has one. */
const CUT_KINDS = ["every", "at", "random"] as const;

const ms = (text: string): Milliseconds => parseDuration(text) ?? Number.NaN;

/** The link that a source which the schema has accepted describes. */
export function readLink(source: LinkSource): LinkSpec {
  if (typeof source === "string") return profileLink(source);
  const { delay, jitter, up, down, cut, stall } = source;
  const base = source.profile === undefined ? undefined : profileLink(source.profile);
  const delays = { up: source.delayUp ?? delay, down: source.delayDown ?? delay };
  const upBps = up === undefined ? base?.upBps : parseRate(up);
  const downBps = down === undefined ? base?.downBps : parseRate(down);
  return {
    ...(source.profile === undefined ? {} : { profile: source.profile }),
    delayUpMs: delays.up === undefined ? (base?.delayUpMs ?? 0) : ms(delays.up),
    delayDownMs: delays.down === undefined ? (base?.delayDownMs ?? 0) : ms(delays.down),
    jitterMs: jitter === undefined ? (base?.jitterMs ?? 0) : ms(jitter),
    ...(upBps === undefined ? {} : { upBps }),
    ...(downBps === undefined ? {} : { downBps }),
    ...(cut === undefined ? {} : { cut: readCut(cut) }),
    stalls: readStalls(stall),
  };
}

function readCut({ every, at = [], random, outage = "0s" }: CutKeys): LinkCut {
  const outageMs = ms(outage);
  if (every !== undefined) return { kind: "every", everyMs: ms(every), outageMs };
  if (random !== undefined) return { kind: "random", meanMs: ms(random), outageMs };
  return { kind: "at", atMs: at.map(ms).sort((a, b) => a - b), outageMs };
}

function readStalls(stall: LinkKeys["stall"] = []): readonly LinkStall[] {
  const list = Array.isArray(stall) ? stall : [stall];
  return list.map((each) => ({ atMs: ms(each.at), forMs: ms(each.for) })).sort((a, b) => a.atMs - b.atMs);
}

/**
 * What is wrong with a scenario's link beyond its schema. Nothing is said of one that is not sound: the
 * schema's own check has named what is wrong.
 *
 * @param measureMs the window's length; absent where that is not known
 */
export function checkLink(source: unknown, measureMs: Milliseconds | undefined): LinkProblem[] {
  if (source === undefined || !fits(LinkSchema, source)) return [];
  const sound = source as LinkSource;
  if (typeof sound === "string") return [];
  const clashes = [...checkDelays(sound), ...checkCut(sound.cut)];
  if (clashes.length > 0 || measureMs === undefined) return clashes;
  return outsideWindow(readLink(sound), measureMs).map(({ key, message }) => ({ path: [key], message }));
}

function checkDelays(keys: LinkKeys): LinkProblem[] {
  if (keys.delay !== undefined && (keys.delayUp !== undefined || keys.delayDown !== undefined)) {
    const message = "stands beside delayUp or delayDown; either delay alone, the same each way, or these";
    return [{ path: ["delay"], message }];
  }
  const { jitterMs, delayUpMs, delayDownMs } = readLink(keys);
  const least = Math.min(delayUpMs, delayDownMs);
  if (jitterMs <= least) return [];
  const of = keys.jitter === undefined ? ` of the profile ${keys.profile}` : "";
  const message =
    `the jitter${of} of ${formatDuration(jitterMs)} is more than the smaller delay of ${formatDuration(least)}; ` +
    "nothing arrives before it was sent";
  // Where the profile brought the jitter, the delay is what was changed.
  return [{ path: keys.jitter === undefined ? [] : ["jitter"], message }];
}

function checkCut(cut: CutKeys | undefined): LinkProblem[] {
  if (cut === undefined) return [];
  const kinds = CUT_KINDS.filter((kind) => cut[kind] !== undefined);
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? "none of them" : kinds.join(" and ");
    return [{ path: ["cut"], message: `found ${found}; expected one of every, at and random` }];
  }
  if (cut.random === undefined || cut.outage === undefined || ms(cut.outage) === 0) return [];
  const message = "goes with every or at: random breaks one connection at a time, and the others pass";
  return [{ path: ["cut", "outage"], message }];
}

/** What of a link would never happen, or not to its end, in a window of that length, with the remedy. */
export function outsideWindow(
  { cut, stalls }: LinkSpec,
  measureMs: Milliseconds,
): { readonly key: "cut" | "stall"; readonly message: string }[] {
  const window = `the window of ${formatDuration(measureMs)}`;
  const cuts = cut?.kind === "every" ? [cut.everyMs] : cut?.kind === "at" ? cut.atMs : [];
  return [
    ...cuts
      .filter((atMs) => atMs >= measureMs)
      .map((atMs) => ({
        key: "cut" as const,
        message: `the link's cut at ${formatDuration(atMs)} is not inside ${window}; measure for longer`,
      })),
    ...stalls
      .filter(({ atMs, forMs }) => atMs + forMs > measureMs)
      .map(({ atMs, forMs }) => ({
        key: "stall" as const,
        message:
          `the link's stall at ${formatDuration(atMs)} for ${formatDuration(forMs)} ends after ${window}; ` +
          `measure for ${formatDuration(atMs + forMs)} or longer`,
      })),
  ];
}
