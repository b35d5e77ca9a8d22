import { describe, expect, it } from "vitest";
import { LastLines } from "./last-lines.ts";

describe("the last lines of a program", () => {
  const linesOf = (...chunks: string[]): LastLines => {
    const lines = new LastLines();
    for (const chunk of chunks) lines.add(chunk);
    return lines;
  };

  it("are put together from pieces, the unfinished one included", () => {
    const lines = linesOf("on", "e\ntw", "o\nthr");
    expect(lines.all()).toEqual(["one", "two", "thr"]);
    expect(lines.last).toBe("thr");
  });

  it("are twenty at most, and bounded in length", () => {
    const lines = linesOf(...Array.from({ length: 30 }, (_, i) => `${i}\n`), "x".repeat(10_000_000));
    expect(lines.all()).toHaveLength(20);
    expect(lines.all()[0]).toBe("11");
    expect(lines.last).toHaveLength(500);
  });

  it("hold no colours, no progress bars and nothing that moves a cursor", () => {
    const lines = linesOf("\u001b[31mred\u001b[0m\n10 %\r20 %\r\n\n\u001b]0;title\u0007done\u0000\n");
    expect(lines.all()).toEqual(["red", "10 %", "20 %", "done"]);
  });

  it("are none of a program that said nothing", () => {
    expect(linesOf("\n\n").last).toBe("");
  });
});
