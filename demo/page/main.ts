import { DEFAULT_SETTINGS, LANES } from "../protocol.ts";
import { Announcer } from "./announcer.ts";
import type { Action, Measured } from "./chapter.ts";
import { PLACES } from "./chapters.ts";
import { byId, setText } from "./dom.ts";
import { grainOf } from "./grain.ts";
import { Guide } from "./guide.ts";
import { Knobs } from "./knobs.ts";
import { TITLES } from "./lane-view.ts";
import { Notes } from "./notes.ts";
import { Session } from "./session.ts";
import { Stage } from "./stage.ts";
import { count, ms } from "./text.ts";
import { readHash, writeHash } from "./url.ts";

const TELL_EVERY_MS = 500;
const ANNOUNCE_EVERY_MS = 20_000;
const OUTAGE_MS = 30_000;
const STALL_MS = 2000;
/** How long something that went wrong is said, unless it lasts. */
const TROUBLE_MS = 8000;

const first = readHash(location.hash, PLACES);
const pause = byId("pause", HTMLButtonElement);
const drop = byId("drop", HTMLButtonElement);
const stall = byId("stall", HTMLButtonElement);
const trouble = byId("trouble", HTMLElement);

let relief = 0;

const knobs = new Knobs(byId("knobs", HTMLElement), (some) => {
  since = "the last change";
  session.set(some);
});
const session = new Session(
  { ...DEFAULT_SETTINGS, ...first.settings },
  {
    settings(settings) {
      knobs.show(settings);
      pause.setAttribute("aria-pressed", String(settings.paused));
      setText(pause, settings.paused ? "Resume events" : "Pause events");
    },
    trouble(message, lasting) {
      trouble.hidden = false;
      setText(trouble, message);
      clearTimeout(relief);
      if (lasting) return;
      relief = window.setTimeout(() => {
        trouble.hidden = true;
      }, TROUBLE_MS);
    },
  },
);
const stage = new Stage(byId("lanes", HTMLElement), session);
const notes = new Notes(byId("notes", HTMLElement));
const grain = grainOf(() => performance.now());
const announcer = new Announcer(ANNOUNCE_EVERY_MS, (text) => setText(byId("summary", HTMLElement), text));

/** What the figures are counted from. */
let since = "the last change";

/** What the address wishes beyond the chapter it names; used up by the first chapter. */
let wished = first.settings;

const guide: Guide = new Guide(byId("chapters", HTMLElement), byId("chapter", HTMLElement), {
  moved(place, settings) {
    const at = place === "free" && session.stats !== undefined ? {} : DEFAULT_SETTINGS;
    const all = { ...at, paused: false, ...settings, ...wished };
    wished = {};
    const address = writeHash(place, { ...session.wished, ...all });
    // Going back and forth must find the places there were, not add to them.
    const there = readHash(location.hash, PLACES).chapter === place || location.hash === "";
    history[there ? "replaceState" : "pushState"](null, "", address);
    session.shot = undefined;
    since = "the last change";
    session.set(all);
  },
  set: (settings) => session.set(settings),
  settings: () => session.wished,
  act: (action) => void act(action),
  present: (covered, lanes) => stage.present(covered, lanes),
});

async function act(action: Action): Promise<void> {
  switch (action.kind) {
    case "fire":
      await session.fire(action.events, action.gapMs, action.afterPollMs);
      return;
    case "drop":
      await session.drop(action.forMs);
      return;
    case "stall":
      await session.stall(action.forMs);
      return;
    default:
      action satisfies never;
  }
}

function measured(): Measured {
  return {
    lanes: stage.figures,
    settings: session.settings,
    elapsedMs: performance.now() - session.began,
    shot: (lane, event) => session.shot?.delay(lane, event),
    behind: (lane) => session.behind(lane),
  };
}

/** Keeps the address what would bring someone here; not at once, as a slider on its way changes it often. */
function tellAddress(): void {
  const address = writeHash(guide.place, session.wished);
  if (location.hash !== address) history.replaceState(null, "", address);
}

function tell(): void {
  tellAddress();
  guide.tell(measured());
  notes.tell(session.clock.uncertainty(performance.now()), grain);
  setText(drop, session.linkDown ? "Restore link" : "Drop link");
  drop.setAttribute("aria-pressed", String(session.linkDown));
  stall.disabled = session.stalled;
  const events = Math.max(...LANES.map((lane) => stage.figures[lane].events));
  const elapsed = Math.max(0, (performance.now() - session.began) / 1000);
  const pages = session.stats?.pages ?? 1;
  const others = pages > 1 ? ` ${pages} pages look at this demo: bytes are of all of them.` : "";
  setText(
    byId("since", HTMLElement),
    `Figures since ${since}, ${count(elapsed)}\u00a0s ago: ${count(events)} events.${others}`,
  );
  if (!stage.covered && events > 0) {
    const medians = LANES.map((lane) => `${TITLES[lane]} ${ms(stage.figures[lane].medianMs)}`);
    announcer.offer(`Median delays: ${medians.join(", ")}.`, performance.now());
  }
}

pause.addEventListener("click", () => session.set({ paused: !session.wished.paused }));
byId("reset", HTMLButtonElement).addEventListener("click", () => {
  since = "the reset";
  void session.restart();
});
drop.addEventListener("click", () => void (session.linkDown ? session.restore() : session.drop(OUTAGE_MS)));
stall.addEventListener("click", () => void session.stall(STALL_MS));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  // Timers of a hidden tab are slowed down: what was measured meanwhile is the browser's doing.
  for (const lane of LANES) session.lanes[lane].scene.clear();
  void session.restart();
  since = "this tab was hidden and slowed down";
});
addEventListener("popstate", () => {
  const { chapter, settings } = readHash(location.hash, PLACES);
  if (chapter === undefined || chapter === guide.place) {
    session.set(settings);
    return;
  }
  wished = settings;
  guide.go(chapter);
});
setInterval(tell, TELL_EVERY_MS);
guide.go(first.chapter ?? PLACES[0]!, false);

// For the console of a curious reader, and for tests: what the page holds, as it stands.
Object.assign(globalThis, { pollsApart: { session, stage } });
