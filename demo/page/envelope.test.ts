import { expect, it } from "vitest";
import { readAnswer, readEnvelope } from "./envelope.ts";

const EVENT = '{"seq":12,"id":12,"at":3000000000,"data":"x"}';

it("reads an event's cursor and due time", () => {
  expect(readEnvelope(EVENT)).toEqual({ seq: 12, at: 3e9 });
});

it("reads an answer's events in their order", () => {
  const events = readAnswer(`[${EVENT},{"seq":13,"id":13,"at":3000000001,"data":""}]`);

  expect(events?.map(({ seq }) => seq)).toEqual([12, 13]);
  expect(readAnswer("[]")).toEqual([]);
});

it.each([
  ["nothing", ""],
  ["half an event", EVENT.slice(0, 20)],
  ["no object", "12"],
  ["null", "null"],
  ["a cursor that is text", '{"seq":"12","at":0}'],
  ["a cursor before the first", '{"seq":0,"at":0}'],
  ["no due time", '{"seq":1}'],
])("takes %s for no event", (_name, text) => {
  expect(readEnvelope(text)).toBeUndefined();
  expect(readAnswer(`[${text === "" ? "," : text}]`)).toBeUndefined();
});
