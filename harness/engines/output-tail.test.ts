import { describe, expect, it } from "vitest";
import { OutputTail } from "./output-tail.ts";

const MIB = 1024 ** 2;

function tailOf(...chunks: (string | Buffer)[]): OutputTail {
  const tail = new OutputTail();
  for (const chunk of chunks) tail.add(Buffer.from(chunk as string));
  return tail;
}

describe("the last words of a process", () => {
  it("are what it wrote, however it was cut, without the space around it", () => {
    expect(tailOf("\n  Error: n", "o such ", "file\n\tat x\n\n").text()).toBe("Error: no such file\n\tat x");
  });

  it("are nothing when it wrote nothing", () => {
    expect(tailOf().text()).toBe("");
  });

  it("are the newest 2,048 bytes of many", () => {
    const tail = tailOf("first", "x".repeat(5000), "last");
    expect(tail.text()).toBe(`${"x".repeat(2044)}last`);
  });

  it("of many small writes are the newest too", () => {
    const tail = tailOf(...Array.from({ length: 2000 }, (_, i) => `${i},`));
    expect(tail.text().endsWith(",1998,1999,")).toBe(true);
    expect(tail.text().length).toBe(2048);
  });

  it.each([
    ["\u001b[31mred\u001b[0m", "[31mred[0m"], // colours
    ["\u001b]0;title\u0007x", "]0;titlex"], // a window's title
    ["50%\r100%", "50%100%"], // overwriting a line
    ["a\bb\u0000c\u007fd\u009be", "abcde"], // backspace, NUL, DEL, C1
    ["tab\there\nnew line", "tab\there\nnew line"], // these two may stay
    ["événement ☃ 🎉", "événement ☃ 🎉"], // so may any letter
  ])("play no tricks on a terminal: %j", (written, shown) => {
    expect(tailOf(written).text()).toBe(shown);
  });

  it("of bytes that are no text are still something to show", () => {
    expect(tailOf(Buffer.from([0xff, 0xfe, 0x41])).text()).toBe("\ufffd\ufffdA");
  });
});

describe("a flood", () => {
  it.each([
    [[MIB], false], // just not
    [[MIB, 1], true], // one byte more
    [[MIB / 2, MIB / 2, MIB / 2], true], // in parts
  ])("of chunks of %j bytes: %s", (sizes, flooded) => {
    expect(tailOf(...sizes.map((size) => Buffer.alloc(size))).flooded).toBe(flooded);
  });
});
