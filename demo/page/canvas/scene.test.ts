import { expect, it } from "vitest";
import { LaneScene, LEAST_CROSSING_MS, MOST_DRAWN } from "./scene.ts";

const sceneOf = (manner: "asks" | "holds" | "pushes", delay: number): LaneScene => {
  const scene = new LaneScene(manner);
  scene.delay = delay;
  return scene;
};

it("draws a pushed event on its way as long as the link takes", () => {
  const scene = sceneOf("pushes", 400);
  scene.emitted(1, 1000);

  const halfway = scene.at(1200);
  scene.pushed(1, 1400);
  const after = scene.at(1401);

  expect(halfway).toEqual([{ kind: "event", place: 0.5 }]);
  expect([after, scene.flash]).toEqual([[], 1400]);
});

it("draws a crossing that is too fast for eyes slower than it was", () => {
  const scene = sceneOf("pushes", 0);
  scene.emitted(1, 0);
  scene.pushed(1, 1);

  expect(scene.at(LEAST_CROSSING_MS / 2)).toEqual([{ kind: "event", place: 0.5 }]);
});

it("sends a poll that finds nothing back empty", () => {
  const scene = sceneOf("asks", 300);
  scene.asked(0);

  const going = scene.at(150);
  const back = scene.at(450);
  scene.answered([], 600);

  expect(going).toEqual([{ kind: "question", place: 0.5 }]);
  expect(back).toEqual([{ kind: "empty", place: 0.5 }]);
  expect([scene.at(601), scene.size]).toEqual([[], 0]);
});

it("lets events wait for the next poll, which takes all of them and not what came too late", () => {
  const scene = sceneOf("asks", 300);
  scene.emitted(1, 0);
  scene.emitted(2, 100);
  scene.asked(200);
  scene.emitted(3, 501);

  expect(scene.waiting).toBe(3);
  const back = scene.at(650);

  expect([back.length, scene.waiting]).toEqual([2, 1]);
});

it("draws what an answer brought even where it came before its question was seen to arrive", () => {
  const scene = sceneOf("asks", 0);
  scene.emitted(1, 0);
  scene.asked(10);
  scene.answered([1], 12);

  const going = scene.at(130);
  const coming = scene.at(10 + 1.5 * LEAST_CROSSING_MS);
  scene.at(10 + 2 * LEAST_CROSSING_MS);

  expect(going.map(({ kind }) => kind)).toEqual(["question"]);
  expect(coming).toEqual([{ kind: "event", place: 0.5 }]);
  expect(scene.size).toBe(0);
});

it("shows a long poll as held, until an event takes it home", () => {
  const scene = sceneOf("holds", 300);
  scene.asked(0);
  scene.at(301);
  const held = scene.held;

  scene.emitted(1, 1000);

  expect([held, scene.held, scene.at(1150)]).toEqual([true, false, [{ kind: "event", place: 0.5 }]]);
});

it("keeps events waiting while nothing gets through", () => {
  const scene = sceneOf("pushes", 100);
  scene.flow(false);
  scene.emitted(1, 0);
  scene.at(50);
  expect(scene.waiting).toBe(1);

  scene.flow(true);
  scene.pushed(1, 3000);

  expect(scene.at(3000 + LEAST_CROSSING_MS / 2)).toEqual([{ kind: "event", place: 0.5 }]);
});

it("takes back what was sent into a broken link", () => {
  const scene = sceneOf("pushes", 500);
  scene.emitted(1, 0);
  scene.at(100);

  scene.failed();

  expect([scene.at(200), scene.waiting]).toEqual([[], 1]);
});

it("does not wait for what is here before the news of it", () => {
  const scene = sceneOf("pushes", 10);
  scene.pushed(7, 100);

  scene.emitted(7, 101);
  scene.at(1000);

  expect([scene.size, scene.waiting]).toEqual([0, 0]);
});

it("remembers no more than it can draw", () => {
  for (const manner of ["asks", "holds", "pushes"] as const) {
    const scene = sceneOf(manner, 1000);
    for (let n = 1; n <= 5000; n++) {
      scene.emitted(n, n);
      scene.asked(n);
      if (n % 3 === 0) scene.answered([n - 1000], n);
      scene.at(n);
    }
    expect(scene.size, manner).toBeLessThanOrEqual(2 * MOST_DRAWN);
  }
});
