import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../core/scenario/load.ts";
import { applyOverrides } from "../../core/scenario/override.ts";
import { DEFAULT_SETTINGS, LANES, type Lane } from "../protocol.ts";
import { answerOf, judge, type Measured } from "./chapter.ts";
import { CHAPTERS, PLACES } from "./chapters.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { LaneRecord } from "./record.ts";
import { settle } from "./settings.ts";

const SCENARIOS = fileURLToPath(new URL("../../scenarios/", import.meta.url));

/** What a page has measured before anything came. */
function nothingYet(settings = DEFAULT_SETTINGS): Measured {
  const figures = (lane: Lane): Figures =>
    figuresOf(lane, new LaneRecord(), settings, { roundTripMs: undefined, baseMs: 0 });
  return {
    lanes: Object.fromEntries(LANES.map((lane) => [lane, figures(lane)])) as Measured["lanes"],
    settings,
    elapsedMs: 0,
    shot: () => undefined,
    behind: () => 0,
  };
}

it("leads through the seven chapters and then lets go", () => {
  expect(PLACES).toEqual(["interval", "bytes", "gap", "push", "polling-wins", "failure", "stall", "free"]);
});

describe.each(CHAPTERS)("the chapter $id", (chapter) => {
  it("is complete: text, a question with one right answer, an insight, a command and what it shows", () => {
    const { question } = chapter;

    expect([chapter.title, ...chapter.text, ...chapter.insight, chapter.commandSays].every(Boolean)).toBe(
      true,
    );
    expect([chapter.text.length > 0, chapter.insight.length > 0, chapter.lanes.length > 0]).toEqual([
      true,
      true,
      true,
    ]);
    expect(answerOf(question)).not.toBe("");
    if (question.kind !== "choice") return;
    expect(question.choices.filter(({ right }) => right)).toHaveLength(1);
    expect(question.choices.every(({ because }) => because.length > 10)).toBe(true);
    expect(new Set(question.choices.map(({ text }) => text)).size).toBe(question.choices.length);
  });

  it("asks for settings that the server takes as they are, in its tries too", () => {
    for (const settings of [{}, ...chapter.tries.map((each) => each.settings)]) {
      const wished = { ...DEFAULT_SETTINGS, ...chapter.settings, ...settings };
      expect(settle(wished)).toEqual(wished);
    }
  });

  it("names a command that the program takes: a scenario that is valid, with transports that it has", () => {
    const [bench, run, name, ...options] = chapter.command.split(" ");
    const file = `${SCENARIOS}${name}.yaml`;
    const scenario = loadScenario(readFileSync(file, "utf8"), { file, folder: SCENARIOS });
    const [option, transports] = options;

    const changed = applyOverrides(scenario, transports === undefined ? {} : { transports });

    expect([bench, run]).toEqual(["bench", "run"]);
    expect(options.length === 0 || (options.length === 2 && option === "--transports")).toBe(true);
    expect(changed.transports.length).toBeGreaterThan(1);
    const own = scenario.transports.map(({ id }) => id);
    for (const { id } of changed.transports) expect(own).toContain(id);
  });

  it("speaks of what is measured before there is anything, without inventing it", () => {
    const said = chapter.reveal(nothingYet({ ...DEFAULT_SETTINGS, ...chapter.settings }));

    expect(said).toMatch(/–|: Polling 0|0 questions|^Of polling’s 0/);
    expect(said).not.toMatch(/undefined|NaN|Infinity/);
  });
});

it("judges a number by how far off it is", () => {
  const question = CHAPTERS[0]!.question;

  expect([1, 1.04, 0.7, Number.NaN].map((guess) => judge(question, guess).right)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("judges a choice by the right one, and says what another overlooks", () => {
  const question = CHAPTERS[1]!.question;

  expect([0, 2, 9].map((guess) => judge(question, guess).right)).toEqual([false, true, false]);
  expect(judge(question, 0).because).toContain("not free");
});
