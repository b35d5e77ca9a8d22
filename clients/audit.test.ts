import { beforeEach, describe, expect, it } from "vitest";
import type { AuditCounts } from "../core/messages.ts";
import { type Random, random } from "../core/random.ts";
import { EventStream, streamBytes } from "../core/stream.ts";
import { Audit } from "./audit.ts";

const STREAM = new EventStream({ seed: 1, arrivals: "periodic", rate: 10, payloadBytes: 20, spanMs: 2000 });
const EVENTS = STREAM.events;
const BYTES = streamBytes(STREAM);
/** The window of most tests: ids 6 to 15 of 1 to 20. */
const FIRST = 6;
const END = 16;
const WINDOW = END - FIRST;

/** A lie about an event: the envelope with something wrong. */
const corruptData = (id: number): string => STREAM.envelope(id).replace(/.(?="\}$)/, "!");
const corruptAt = (id: number): string => STREAM.envelope(id).replace('"at":', '"at":1');
const corruptId = (id: number): string => STREAM.envelope(id).replace(`"id":${id},`, '"id":x,');
const wrongId = (id: number, other: number): string =>
  STREAM.envelope(id).replace(`"id":${id},`, `"id":${other},`);
const corruptSeq = (id: number): string => STREAM.envelope(id).replace(`"seq":${id},`, '"seq":99,');

/** Hands an envelope to an audit as a transport does: somewhere inside a larger buffer. */
function check(audit: Audit, client: number, envelope: string): number {
  const bytes = Buffer.from(`[,${envelope},]`);
  return audit.check(client, bytes, 2, bytes.length - 2);
}

const clean = (clients = 1): AuditCounts => ({
  expected: WINDOW * clients,
  delivered: WINDOW * clients,
  lost: 0,
  corrupted: 0,
  duplicated: 0,
  reordered: 0,
});

describe("one client of an audit", () => {
  let audit: Audit;
  beforeEach(() => {
    audit = new Audit(BYTES, 1);
    audit.setWindow(FIRST, END);
  });
  const deliver = (...ids: number[]): number[] => ids.map((id) => check(audit, 0, STREAM.envelope(id)));
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const all = range(1, EVENTS);

  it("that gets every event once and in order has nothing against it", () => {
    expect(deliver(...all)).toEqual(all);
    expect(audit.counts()).toEqual(clean());
    expect(audit.remaining).toBe(0);
  });

  it("has everything up to an id when nothing before it is missing", () => {
    for (const id of [1, 2, 4, 5]) check(audit, 0, STREAM.envelope(id));
    expect([0, 2, 3, 5, 6].map((id) => audit.hasUpTo(0, id))).toEqual([true, true, false, false, false]);
    check(audit, 0, STREAM.envelope(3));
    expect([3, 5, 6].map((id) => audit.hasUpTo(0, id))).toEqual([true, true, false]);
  });

  it("that gets nothing has lost the whole window", () => {
    expect(audit.counts()).toEqual({ ...clean(), delivered: 0, lost: WINDOW });
    expect(audit.remaining).toBe(EVENTS);
  });

  it.each([
    ["in the window", [8], 1],
    ["before the window", [3], 0],
    ["after the window", [18], 0],
    ["at the window's first and last event", [6, 15], 2],
    ["just outside the window", [5, 16], 0],
    ["at both ends of the stream", [1, 20], 0],
    ["in a row over the window's start", [4, 5, 6, 7], 2],
    ["in a row to the stream's end", [14, 15, 16, 17, 18, 19, 20], 2],
  ])("whose events are dropped %s has them lost exactly", (_where, dropped, lost) => {
    deliver(...all.filter((id) => !dropped.includes(id)));
    expect(audit.counts()).toEqual({ ...clean(), delivered: WINDOW - lost, lost });
    expect(audit.remaining).toBe(dropped.length);
  });

  it.each([
    ["in the window", [7, 7, 9], 3],
    ["outside it", [2, 2, 19], 0],
    ["at its edges", [5, 6, 15, 16], 2],
  ])(
    "that gets events again %s has them repeated exactly, and delivered once",
    (_where, again, duplicated) => {
      deliver(...all);
      expect(deliver(...again)).toEqual(again.map(() => 0));
      expect(audit.counts()).toEqual({ ...clean(), duplicated });
    },
  );

  it.each([
    ["two neighbours swapped", [1, 2, 3, 4, 5, 6, 8, 7], 9, 1],
    ["one held back by three", [1, 2, 3, 4, 5, 6, 8, 9, 10, 7], 11, 1],
    ["three delivered backwards", [1, 2, 3, 4, 5, 6, 9, 8, 7], 10, 2],
    ["two swapped before the window", [2, 1], 3, 0],
    ["an event of before the window during it", [1, 2, 3, 4, 6, 5], 7, 0],
    ["an event of the window after it", [...range(1, 14), 16, 15], 17, 1],
  ])("with %s has the late ones reordered and nothing lost", (_what, ids, rest, reordered) => {
    expect(deliver(...ids)).toEqual(ids);
    deliver(...range(rest, EVENTS));
    expect(audit.counts()).toEqual({ ...clean(), reordered });
    expect(audit.remaining).toBe(0);
  });

  it("fills a gap from its middle, its start and its end, each event once", () => {
    deliver(1, 2, 3, 4, 5, 6, 12);
    for (const [id, lost] of [
      [9, 4],
      [7, 3],
      [11, 2],
      [8, 1],
      [10, 0],
    ] as const) {
      expect(deliver(id)).toEqual([id]);
      // 13, 14 and 15 have not come yet either.
      expect(audit.counts().lost).toBe(lost + 3);
    }
    expect(deliver(9, 7, 11, 8, 10)).toEqual([0, 0, 0, 0, 0]);
    expect(audit.counts()).toMatchObject({ reordered: 5, duplicated: 5 });
  });

  it.each([
    ["its data changed", corruptData],
    ["its due time changed", corruptAt],
    ["its last byte cut off", (id: number) => STREAM.envelope(id).slice(0, -1)],
    ["a byte too many", (id: number) => `${STREAM.envelope(id)} `],
    ["another key in front", (id: number) => STREAM.envelope(id).replace("seq", "sEq")],
  ])("that gets an event with %s has that pair corrupted, not lost", (_what, corrupt) => {
    const results = all.map((id) => check(audit, 0, id === 8 ? corrupt(id) : STREAM.envelope(id)));
    expect(results).toEqual(all.map((id) => (id === 8 ? 0 : id)));
    expect(audit.counts()).toEqual({ ...clean(), delivered: WINDOW - 1, corrupted: 1 });
    expect(audit.remaining).toBe(0);
  });

  it.each([
    ["an unreadable id", corruptId],
    ["another cursor", corruptSeq],
    ["another event's id", (id: number) => wrongId(id, 9)],
    ["an id of no event", (id: number) => wrongId(id, 21)],
    ["id 0", (id: number) => wrongId(id, 0)],
    ["nothing right about it", () => "garbage"],
    ["no byte", () => ""],
  ])("that gets an event with %s has something corrupted, and that event lost", (_what, corrupt) => {
    for (const id of all) check(audit, 0, id === 8 ? corrupt(id) : STREAM.envelope(id));
    expect(audit.counts()).toEqual({ ...clean(), delivered: WINDOW - 1, lost: 1, corrupted: 1 });
    expect(audit.remaining).toBe(1);
  });

  it.each([5, 16])("that gets event %d, outside the window, corrupted has nothing against it", (outside) => {
    for (const id of all) check(audit, 0, id === outside ? corruptData(id) : STREAM.envelope(id));
    expect(audit.counts()).toEqual(clean());
    expect(audit.remaining).toBe(0);
  });

  it.each([
    ["id", corruptId],
    ["cursor", corruptSeq],
  ])(
    "that gets an event of the warm-up with a corrupted %s has it counted: nobody can say which it was",
    (_what, corrupt) => {
      for (const id of all) check(audit, 0, id === 3 ? corrupt(id) : STREAM.envelope(id));
      expect(audit.counts()).toEqual({ ...clean(), corrupted: 1 });
    },
  );

  it("that gets the right event after the corrupted one keeps the pair as corrupted, and the second repeated", () => {
    deliver(...range(1, 7));
    check(audit, 0, corruptData(8));
    expect(deliver(8)).toEqual([0]);
    deliver(...range(9, EVENTS));
    expect(audit.counts()).toEqual({ ...clean(), delivered: WINDOW - 1, corrupted: 1, duplicated: 1 });
  });

  it("that gets the corrupted event after the right one keeps the pair as delivered", () => {
    deliver(...all);
    check(audit, 0, corruptData(8));
    expect(audit.counts()).toEqual({ ...clean(), corrupted: 1, duplicated: 1 });
  });
});

describe("an audit of several clients", () => {
  it("keeps them apart and adds them up", () => {
    const audit = new Audit(BYTES, 3);
    audit.setWindow(FIRST, END);
    for (let id = 1; id <= EVENTS; id++) {
      check(audit, 0, STREAM.envelope(id));
      if (id !== 7) check(audit, 1, STREAM.envelope(id));
    }
    check(audit, 0, STREAM.envelope(7));
    // Client 2 got nothing.
    expect(audit.counts()).toEqual({
      ...clean(3),
      delivered: 2 * WINDOW - 1,
      lost: WINDOW + 1,
      duplicated: 1,
    });
    expect(audit.remaining).toBe(1 + EVENTS);
  });

  it("expects nothing of an empty window", () => {
    const audit = new Audit(BYTES, 3);
    audit.setWindow(8, 8);
    check(audit, 0, STREAM.envelope(8));
    expect(audit.counts()).toMatchObject({ expected: 0, delivered: 0, lost: 0 });
  });
});

/** What a client was handed: an event as it is, or a lie about one. */
type Handed = { readonly id: number; readonly lie: "none" | "data" | "id" | "seq" };

/** The same audit by sets, without regard to memory: every pair has one fate. */
function model(handed: readonly (readonly Handed[])[]): AuditCounts & { readonly attributed: number } {
  const inWindow = (id: number): boolean => id >= FIRST && id < END;
  const counts = { delivered: 0, lost: 0, corrupted: 0, duplicated: 0, reordered: 0, attributed: 0 };
  for (const ofClient of handed) {
    const seen = new Set<number>();
    const good = new Set<number>();
    for (const { id, lie } of ofClient) {
      if (lie === "id" || lie === "seq") {
        counts.corrupted++;
        continue;
      }
      const again = seen.has(id);
      const late = !again && [...seen].some((other) => other > id);
      seen.add(id);
      if (!again && lie === "none") good.add(id);
      if (!inWindow(id)) continue;
      if (again) counts.duplicated++;
      if (late) counts.reordered++;
      if (lie === "data") counts.corrupted++;
      if (lie === "data" && !again) counts.attributed++;
    }
    for (let id = FIRST; id < END; id++) {
      if (good.has(id)) counts.delivered++;
      if (!seen.has(id)) counts.lost++;
    }
  }
  return { expected: WINDOW * handed.length, ...counts };
}

/** A stream as a liar hands it on: drops, repeats, reorders and corrupts, each with its own chance. */
function lieAbout(source: Random): Handed[] {
  const [drop, repeat, corrupt, swap] = [
    source.uniform(),
    source.uniform(),
    source.uniform(),
    source.uniform(),
  ];
  const out: Handed[] = [];
  for (let id = 1; id <= EVENTS; id++) {
    if (source.uniform() < drop / 2) continue;
    const lies = ["data", "id", "seq"] as const;
    const lie = source.uniform() < corrupt / 2 ? lies[source.below(3)]! : "none";
    out.push({ id, lie });
    if (source.uniform() < repeat / 2) out.push({ id, lie: source.uniform() < 0.2 ? "data" : "none" });
  }
  for (let i = 0; i + 1 < out.length; i++) {
    if (source.uniform() >= swap / 2) continue;
    const j = i + source.below(Math.min(5, out.length - i));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

const SAY: Readonly<Record<Handed["lie"], (id: number) => string>> = {
  none: (id) => STREAM.envelope(id),
  data: corruptData,
  id: corruptId,
  seq: corruptSeq,
};

describe("an audit of a liar", () => {
  it("counts every lie exactly as a set-based model does, for 2,000 random liars", () => {
    const source = random(1, "liars");
    for (let round = 0; round < 1000; round++) {
      const handed = [lieAbout(source), lieAbout(source)];
      const audit = new Audit(BYTES, handed.length);
      audit.setWindow(FIRST, END);

      for (const [client, ofClient] of handed.entries()) {
        for (const { id, lie } of ofClient) check(audit, client, SAY[lie](id));
      }

      const { attributed, ...expected } = model(handed);
      const counts = audit.counts();
      expect(counts, `round ${round}`).toEqual(expected);
      expect(counts.expected, `round ${round}`).toBe(counts.delivered + counts.lost + attributed);
    }
  });
});
