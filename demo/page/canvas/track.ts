import type { Milliseconds } from "../../../core/units.ts";
import type { Lane } from "../../protocol.ts";
import type { Manner, Sprite } from "./scene.ts";
import { trace } from "./shape.ts";
import type { Theme } from "./theme.ts";

/** What is drawn of a lane's way between server and client, at one moment. */
export interface TrackView {
  readonly lane: Lane;
  readonly manner: Manner;
  readonly sprites: readonly Sprite[];
  readonly waiting: number;
  readonly held: boolean;
  /** Whether a connection for pushes is open. */
  readonly open: boolean;
  readonly link: "up" | "down";
  readonly server: "running" | "stalled";
  /** Since an event was last seen to arrive, and since one left the source. */
  readonly sinceArrival: Milliseconds;
  readonly sinceEmission: Milliseconds;
  /** No travelling, for people who asked for less motion. */
  readonly still: boolean;
}

const SOURCE_X = 9;
const SERVER_X = 34;
const SERVER_WIDTH = 62;
const SERVER_HEIGHT = 40;
const CLIENT_INSET = 16;
const RADIUS = 4.6;
const FLASH_MS: Milliseconds = 450;
const PULSE_MS: Milliseconds = 380;
const TRAY_COLUMNS = 5;
const TRAY_PLACES = 10;

/** Draws it into `width` × `height` from the canvas's left edge. */
export function drawTrack(
  context: CanvasRenderingContext2D,
  view: TrackView,
  theme: Theme,
  width: number,
  height: number,
): void {
  const middle = height / 2;
  const from = SERVER_X + SERVER_WIDTH;
  const to = width - CLIENT_INSET;
  drawSource(context, view, theme, height);
  drawWays(context, view, theme, from, to, middle);
  drawServer(context, view, theme, middle);
  drawClient(context, view, theme, to, middle);
  if (!view.still) drawSprites(context, view, theme, from + 6, to - 12, middle);
  if (view.link === "down") drawBreak(context, theme, (from + to) / 2, middle);
}

/** The one source of all lanes: a line through every canvas, and a pulse as an event leaves it. */
function drawSource(
  context: CanvasRenderingContext2D,
  { sinceEmission, still }: TrackView,
  theme: Theme,
  height: number,
): void {
  const middle = height / 2;
  context.strokeStyle = theme.rule;
  context.lineWidth = 2;
  line(context, SOURCE_X, 0, SOURCE_X, height);
  const fresh = 1 - sinceEmission / PULSE_MS;
  context.fillStyle = theme.ink;
  context.strokeStyle = theme.ink;
  if (fresh > 0) {
    const place = still ? 1 : 1 - fresh;
    context.globalAlpha = still ? 1 : 1 - place / 2;
    context.lineWidth = 1.5;
    line(context, SOURCE_X, middle, SOURCE_X + (SERVER_X - SOURCE_X) * place, middle);
    context.globalAlpha = 1;
  }
  context.beginPath();
  context.arc(SOURCE_X, middle, fresh > 0 ? 4.5 : 3, 0, 2 * Math.PI);
  context.fill();
}

function drawWays(
  context: CanvasRenderingContext2D,
  { lane, manner, open, held, link }: TrackView,
  theme: Theme,
  from: number,
  to: number,
  middle: number,
): void {
  context.lineWidth = 1;
  context.strokeStyle = theme.rule;
  if (manner === "pushes") {
    // A connection that stays open is a tube, a broken one two dashed lines.
    context.strokeStyle = open && link === "up" ? theme.tone[lane] : theme.rule;
    if (!open || link === "down") context.setLineDash([3, 6]);
    context.globalAlpha = 0.75;
    line(context, from, middle - 9, to, middle - 9);
    line(context, from, middle + 9, to, middle + 9);
  } else {
    line(context, from, middle - 10, to, middle - 10);
    line(context, from, middle + 10, to, middle + 10);
    if (held) {
      context.setLineDash([6, 5]);
      context.lineWidth = 1.5;
      context.strokeStyle = theme.tone[lane];
      line(context, from + 14, middle - 10, to - 10, middle - 10);
    }
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The server with the events that wait in it, and the question that it holds. */
function drawServer(
  context: CanvasRenderingContext2D,
  { lane, waiting, held, server, manner }: TrackView,
  theme: Theme,
  middle: number,
): void {
  const top = middle - SERVER_HEIGHT / 2;
  context.fillStyle = theme.panel;
  context.strokeStyle = server === "stalled" ? theme.bad : theme.muted;
  context.lineWidth = server === "stalled" ? 2.5 : 1.2;
  context.beginPath();
  context.roundRect(SERVER_X, top, SERVER_WIDTH, SERVER_HEIGHT, 5);
  context.fill();
  context.stroke();
  context.fillStyle = theme.tone[lane];
  const shown = Math.min(waiting, TRAY_PLACES);
  for (let i = 0; i < shown; i++) {
    const x = SERVER_X + 9 + (i % TRAY_COLUMNS) * 11;
    const y = top + 12 + Math.floor(i / TRAY_COLUMNS) * 14;
    trace(context, lane, x, y, 3.8);
    context.fill();
  }
  context.font = `600 10px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (waiting > TRAY_PLACES) label(context, theme, `+${waiting - TRAY_PLACES}`, SERVER_X + SERVER_WIDTH, top);
  if (server === "stalled")
    label(context, theme, "stalled", SERVER_X + SERVER_WIDTH / 2, top + SERVER_HEIGHT);
  if (!held) return;
  const x = SERVER_X + SERVER_WIDTH + 7;
  context.strokeStyle = theme.tone[lane];
  context.fillStyle = theme.paper;
  context.lineWidth = 2;
  trace(context, lane, x, middle - 10, RADIUS);
  context.fill();
  context.stroke();
  if (manner === "holds") label(context, theme, "held", x + 26, middle - 10);
}

function label(context: CanvasRenderingContext2D, theme: Theme, text: string, x: number, y: number): void {
  const half = context.measureText(text).width / 2 + 4;
  context.fillStyle = theme.paper;
  context.fillRect(x - half, y - 7, 2 * half, 14);
  context.fillStyle = theme.ink;
  context.fillText(text, x, y + 0.5);
}

function drawClient(
  context: CanvasRenderingContext2D,
  { lane, sinceArrival, still }: TrackView,
  theme: Theme,
  x: number,
  middle: number,
): void {
  const fresh = Math.max(0, 1 - Math.max(0, sinceArrival) / FLASH_MS);
  if (fresh > 0) {
    context.globalAlpha = 0.28 * fresh;
    context.fillStyle = theme.tone[lane];
    context.beginPath();
    context.arc(x, middle, still ? 14 : 10 + 6 * (1 - fresh), 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }
  context.fillStyle = fresh > 0 ? theme.tone[lane] : theme.panel;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1.2;
  context.beginPath();
  context.arc(x, middle, 9, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

/** Questions and empty answers hollow on the upper way, events full on the lower; on a tube, in the middle. */
function drawSprites(
  context: CanvasRenderingContext2D,
  { lane, manner, sprites, link }: TrackView,
  theme: Theme,
  from: number,
  to: number,
  middle: number,
): void {
  context.lineWidth = 1.8;
  for (const { kind, place } of sprites) {
    // What is sent towards a broken link gets as far as the break.
    const reached =
      link === "up" ? place : kind === "question" ? Math.max(place, 0.53) : Math.min(place, 0.47);
    const x = from + (to - from) * reached;
    if (kind === "event") {
      context.fillStyle = theme.tone[lane];
      trace(context, lane, x, manner === "pushes" ? middle : middle + 10, RADIUS + 0.8);
      context.fill();
      continue;
    }
    context.fillStyle = theme.paper;
    context.strokeStyle = kind === "question" ? theme.tone[lane] : theme.muted;
    trace(context, lane, x, kind === "question" ? middle - 10 : middle + 10, RADIUS - 0.4);
    context.fill();
    context.stroke();
  }
}

function drawBreak(context: CanvasRenderingContext2D, theme: Theme, x: number, middle: number): void {
  context.fillStyle = theme.paper;
  context.fillRect(x - 13, middle - 15, 26, 30);
  context.strokeStyle = theme.bad;
  context.lineWidth = 2.5;
  line(context, x - 6, middle - 6, x + 6, middle + 6);
  line(context, x - 6, middle + 6, x + 6, middle - 6);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
