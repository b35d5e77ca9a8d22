import { expect, it } from "vitest";
import { Announcer } from "./announcer.ts";

it("says what is new, but not too often, and nothing twice", () => {
  const said: string[] = [];
  const announcer = new Announcer(10_000, (text) => said.push(text));

  announcer.offer("one", 0);
  announcer.offer("two", 9_999);
  announcer.offer("three", 10_000);
  announcer.offer("three", 30_000);
  announcer.offer("", 50_000);
  announcer.offer("four", 50_000);

  expect(said).toEqual(["one", "three", "four"]);
});
