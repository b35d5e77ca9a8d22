import { describe, expect, it } from "vitest";
import { atRest, type Traffic } from "./rest.ts";

/** Traffic that is told what it is at each look; the last stays. Resolves with how long was waited. */
async function waited(...looks: readonly Traffic[]): Promise<number> {
  let look = 0;
  let ms = 0;
  const current = (): Traffic => looks[Math.min(look, looks.length - 1)]!;
  const traffic = {
    get unanswered() {
      return current().unanswered;
    },
    get bytesDown() {
      return current().bytesDown;
    },
  };
  await atRest(traffic, async (span) => {
    look++;
    ms += span;
  });
  return ms;
}

describe("traffic is at rest", () => {
  it("two looks after the start when nothing is asked and nothing comes", async () => {
    expect(await waited({ unanswered: 0, bytesDown: 0 })).toBe(20);
  });

  it("when the last answer has come and nothing after it", async () => {
    const asked = { unanswered: 1, bytesDown: 0 };
    expect(await waited(asked, asked, asked, { unanswered: 0, bytesDown: 50 })).toBe(40);
  });

  it("after 200 ms of silence where requests are held", async () => {
    expect(await waited({ unanswered: 3, bytesDown: 9 })).toBe(200);
  });

  it("after 2 s where it never rests", async () => {
    const looks = Array.from({ length: 300 }, (_, i) => ({ unanswered: 1, bytesDown: i }));
    expect(await waited(...looks)).toBe(2000);
  });
});
