import { expect, it } from "vitest";
import { HOSTILE_TEXTS } from "../testing/sample-comparison.ts";
import { clip, jsonText, visible, visibleLines } from "./clean.ts";

it.each([
  // What would move a cursor, end a line or break XML.
  ["a\u0000b\u001b[31mc\nd\ufffe", "a\ufffdb\ufffd[31mc\ufffdd\ufffd"],
  // Half of a surrogate pair; whole ones stay.
  ["\ud800 \udc00 😀", "\ufffd \ufffd 😀"],
  // What a runner takes for a command.
  ["::error::x", ": :error: :x"],
  [":::", ": : :"],
  ["##[add-mask]x", "# #[add-mask]x"],
  ["###[x", "## #[x"],
  // Ordinary names stay as they are.
  ["long-polling (4g): #1", "long-polling (4g): #1"],
])("%j becomes %j", (text, expected) => {
  expect(visible(text)).toBe(expected);
});

it("cuts to a length without cutting a character in two", () => {
  expect(clip("a😀b", 4)).toBe("a😀b");
  expect(clip("a😀bc", 3)).toBe("a…");
  expect(clip("abcdef", 4)).toBe("abc…");
});

it.each(HOSTILE_TEXTS)("JSON brings %j back as it was", (text) => {
  expect(JSON.parse(jsonText({ [text]: text }))).toEqual(Object.fromEntries([[text, text]]));
});

it("lines of a message stay lines, and none but ours starts one", () => {
  expect(visibleLines("what ::1\n::error::forged\u001b[31m\n##[group]")).toBe(
    "what ::1\n: :error: :forged\ufffd[31m\n# #[group]",
  );
});
