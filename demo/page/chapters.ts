import { LANES, type Lane } from "../protocol.ts";
import type { Chapter, Measured } from "./chapter.ts";
import { bytes, count, ms, ratio, share } from "./text.ts";

const perSecond = (value: number, { elapsedMs }: Measured): string =>
  elapsedMs < 1000 ? "–" : ratio(value / (elapsedMs / 1000));

const NAMES: Readonly<Record<Lane, string>> = {
  polling: "Polling",
  "long-polling": "Long polling",
  sse: "SSE",
  websocket: "WebSocket",
};

const eachLane = (say: (lane: Lane) => string): string =>
  LANES.map((lane) => `${NAMES[lane]} ${say(lane)}`).join(", ");

/** What lanes have of something that none should have. */
const anyLane = (of: (lane: Lane) => number): string =>
  LANES.every((lane) => of(lane) === 0) ? "none, by any lane" : eachLane((lane) => count(of(lane)));

/** What theory says of the medians; of bursts in long polling it says nothing. */
const theory = ({ "long-polling": held, websocket }: Measured["lanes"]): string =>
  held.predicted.medianMs === undefined
    ? ""
    : `; theory says ${ms(held.predicted.medianMs)} and ${ms(websocket.predicted.medianMs)}`;

/** The guide, in its order. Its figures are measured while it is read; its words hold for any machine. */
export const CHAPTERS: readonly Chapter[] = [
  {
    id: "interval",
    title: "The wait is the interval",
    lanes: ["polling", "websocket"],
    settings: { rate: 2, pollIntervalMs: 1000, delayMs: 30 },
    text: [
      "One source, on the left, makes events. Four clients, on the right, want them, each over its own real connection.",
      "Polling asks once a second whether there is anything new. Until it asks, an event waits in the server’s box.",
    ],
    question: {
      kind: "number",
      prompt:
        "A poll gets to the server at 0 s, the next at 1 s. An event happens at 0.3 s. At what time does it leave?",
      unit: "s",
      right: 1,
      within: 0.05,
      because:
        "Nothing can leave before somebody asks, and the next to ask comes at 1 s: the event has waited 0.7 s.",
    },
    action: { kind: "fire", label: "Fire one 0.3 s after a poll", events: 1, gapMs: 0, afterPollMs: 300 },
    reveal: ({ lanes, shot }) =>
      `The event fired 0.3 s after a poll was here after ${ms(shot("polling", 0))} by polling and ${ms(shot("websocket", 0))} by WebSocket. ` +
      `Over ${count(lanes.polling.events)} events polling takes ${ms(lanes.polling.meanMs)} on average; theory says ${ms(lanes.polling.predicted.meanMs)}.`,
    insight: [
      "An event may fall anywhere between two polls, so it waits half an interval on average and nearly a whole one at worst: T/2 + D, with D the way back.",
      "No faster server and no faster network changes that. The wait is the interval.",
    ],
    tries: [
      { label: "Poll every 2 s", settings: { pollIntervalMs: 2000 } },
      { label: "Poll every 1 s", settings: { pollIntervalMs: 1000 } },
    ],
    command: "bench run quick --transports polling,websocket",
    commandSays: "Polling’s median is half of its second; its 99th percentile is nearly all of it.",
  },
  {
    id: "bytes",
    title: "Shorten it, and watch the bytes climb",
    lanes: ["polling", "websocket"],
    settings: { rate: 1, pollIntervalMs: 100, delayMs: 30 },
    text: [
      "So poll more often. This lane now asks ten times a second, and an event comes about once a second.",
      "Each question carries a browser’s headers, some 500 bytes of them, whether or not there is anything to fetch. Grey shapes are answers that bring nothing.",
    ],
    question: {
      kind: "choice",
      prompt: "Ten times as many polls for the same events. What does each event cost now, in bytes?",
      choices: [
        { text: "The same as before", because: "The payload is the same; the questions are not free." },
        {
          text: "About twice as much",
          because: "There are ten times as many questions, and each has headers.",
        },
        {
          text: "About eight times as much",
          right: true,
          because:
            "Nearly all of the cost is questions and empty answers, and there are ten times as many of them.",
        },
        { text: "A hundred times as much", because: "Ten times the questions cost ten times at most." },
      ],
    },
    reveal: ({ lanes: { polling, websocket } }) =>
      `An event now takes ${ms(polling.meanMs)} and costs ${bytes(polling.bytesPerEvent)}; ${share(polling.wasted)} of the answers are empty (theory: ${share(polling.predicted.wasted)}). ` +
      `WebSocket takes ${ms(websocket.meanMs)} and ${bytes(websocket.bytesPerEvent)}.`,
    insight: [
      "The wait falls in proportion to the interval and the bytes rise in proportion to its inverse. Whatever you choose, you pay with one or the other.",
      "When events are rare, nearly every question is for nothing: of polls at interval T and rate λ, a share of e^(−λT).",
    ],
    tries: [
      { label: "Every 1 s", settings: { pollIntervalMs: 1000 } },
      { label: "Every 250 ms", settings: { pollIntervalMs: 250 } },
      { label: "Every 100 ms", settings: { pollIntervalMs: 100 } },
    ],
    command: "bench run intervals",
    commandSays:
      "One polling entry per interval: the wait and the bytes per event move in opposite directions.",
  },
  {
    id: "gap",
    title: "Long polling has a gap, and a cliff",
    lanes: ["long-polling", "websocket"],
    settings: { rate: 1, delayMs: 150, pollIntervalMs: 1000, paused: true },
    text: [
      "Long polling asks and the server holds the question until there is an answer: the dashed line. An event goes out the moment it happens.",
      "But then nobody is asking, until the answer has crossed and the next question has crossed back. The link now takes 150 ms each way, and the source is paused.",
    ],
    question: {
      kind: "choice",
      prompt:
        "Two events, the second 50 ms after the first. The first is here after 150 ms. How late is the second?",
      choices: [
        {
          text: "150 ms",
          because: "It would be, if a question were there to answer. The only one left with the first event.",
        },
        {
          text: "250 ms",
          because: "It waits 250 ms for the next question to arrive, and then it still has to cross.",
        },
        {
          text: "400 ms",
          right: true,
          because:
            "The next question arrives 300 ms after the first event; the second has waited 250 ms by then and crosses in 150.",
        },
        { text: "1,000 ms", because: "No interval is involved: long polling asks again at once." },
      ],
    },
    action: { kind: "fire", label: "Fire two, 50 ms apart", events: 2, gapMs: 50 },
    reveal: ({ shot, lanes, settings }) =>
      `First event: ${ms(shot("long-polling", 0))} by long polling, ${ms(shot("websocket", 0))} by WebSocket. Second: ${ms(shot("long-polling", 1))} against ${ms(shot("websocket", 1))}.` +
      (settings.paused || lanes["long-polling"].events < 4
        ? ""
        : ` Median now: long polling ${ms(lanes["long-polling"].medianMs)}, WebSocket ${ms(lanes.websocket.medianMs)}${theory(lanes)}.`),
    insight: [
      "An event in the gap takes up to three crossings instead of one. Bursts always fall into it.",
      "Where events come at an even pace there is a cliff: as soon as a round trip takes longer than the time between two events, none finds a question waiting. At four a second it lies at 125 ms each way: try both sides.",
    ],
    tries: [
      { label: "4/s, 100 ms away", settings: { arrivals: "periodic", rate: 4, delayMs: 100, paused: false } },
      { label: "4/s, 150 ms away", settings: { arrivals: "periodic", rate: 4, delayMs: 150, paused: false } },
      { label: "Bursts of five", settings: { arrivals: "bursty", rate: 2, delayMs: 150, paused: false } },
      { label: "Pause again", settings: { arrivals: "poisson", rate: 1, delayMs: 150, paused: true } },
    ],
    command: "bench run cliff",
    commandSays:
      "Three even events a second are as fast by long polling as by WebSocket; at four a second each is late by a whole gap.",
  },
  {
    id: "push",
    title: "Push: nobody asks",
    lanes: ["sse", "websocket"],
    settings: { rate: 4, delayMs: 100, pollIntervalMs: 1000 },
    text: [
      "Two lanes keep a connection open and wait. SSE is an HTTP answer that never ends; a WebSocket starts as HTTP and becomes a channel both ways.",
      "The link takes 100 ms each way.",
    ],
    question: {
      kind: "choice",
      prompt: "How late is an event that is pushed?",
      choices: [
        { text: "0 ms", because: "It still has to cross the link." },
        {
          text: "100 ms",
          right: true,
          because: "One crossing. There is no question, so nothing waits for one.",
        },
        { text: "200 ms", because: "A round trip would need a question; here the answer travels alone." },
        { text: "It depends on the moment", because: "It did as long as somebody had to ask first." },
      ],
    },
    reveal: ({ lanes: { sse, websocket, "long-polling": held } }) =>
      `Median: SSE ${ms(sse.medianMs)}, WebSocket ${ms(websocket.medianMs)}, theory ${ms(websocket.predicted.medianMs)}. ` +
      `An event costs ${bytes(sse.bytesPerEvent)} by SSE and ${bytes(websocket.bytesPerEvent)} by WebSocket; long polling spends ${bytes(held.bytesPerEvent)}.`,
    insight: [
      "Push is as late as the network and no later, at any rate, for a few bytes of framing per event.",
      "SSE and WebSocket are as fast as each other. SSE is plain HTTP, one way, and comes with reconnecting and cursors built in; a WebSocket also carries what the client has to say.",
    ],
    tries: [
      { label: "20 ms away", settings: { delayMs: 20 } },
      { label: "300 ms away", settings: { delayMs: 300 } },
      { label: "20 events/s", settings: { rate: 20, delayMs: 100 } },
    ],
    command: "bench run mobile --transports polling,long-polling,websocket",
    commandSays: "WebSocket’s median is one crossing of the mobile link, whatever the others wait for.",
  },
  {
    id: "polling-wins",
    title: "When polling wins",
    lanes: ["polling", "long-polling", "sse", "websocket"],
    settings: { arrivals: "periodic", rate: 20, pollIntervalMs: 1000, delayMs: 10 },
    text: [
      "Twenty events a second, and a dashboard that is redrawn once a second. Nobody will see anything between two redraws.",
      "Each message is work: for the server, for the radio of a phone, for everything in between.",
    ],
    question: {
      kind: "choice",
      prompt: "Which lane brings these events in the fewest messages?",
      choices: [
        { text: "Polling", right: true, because: "One answer brings all twenty." },
        {
          text: "Long polling",
          because: "It asks again after nearly every event: about as many questions as events.",
        },
        { text: "SSE", because: "Each event is written by itself, twenty times a second." },
        { text: "WebSocket", because: "Each event is a frame of its own, twenty times a second." },
      ],
    },
    reveal: (now) => {
      const { polling, "long-polling": held, websocket } = now.lanes;
      return (
        `Messages from the server, per second: polling ${perSecond(polling.requests, now)}, long polling ${perSecond(held.requests, now)}, push ${perSecond(websocket.events, now)}. ` +
        `Bytes per event: ${bytes(polling.bytesPerEvent)}, ${bytes(held.bytesPerEvent)}, ${bytes(websocket.bytesPerEvent)}.`
      );
    },
    insight: [
      "Polling batches. The faster events come compared with how soon anyone needs them, the more of them share one question, and the less its headers matter. Long polling gives up both: its batches are small and it still pays headers for each.",
      "The other case is the rare one: something that may be minutes old needs no connection kept open in between, and an answer that is the same for everyone can come from a cache.",
    ],
    tries: [
      { label: "Poll every 2 s", settings: { pollIntervalMs: 2000 } },
      { label: "50 events/s", settings: { rate: 50 } },
      { label: "1 event/s", settings: { rate: 1 } },
    ],
    command: "bench run dashboard",
    commandSays: "Polling needs the fewest requests per event and spends fewer bytes than long polling.",
  },
  {
    id: "failure",
    title: "Drop the link: cursors resume",
    lanes: ["polling", "long-polling", "sse", "websocket"],
    settings: { rate: 5, pollIntervalMs: 1000, delayMs: 30 },
    text: [
      "Connections break: a lift, a tunnel, a proxy that loses patience. Here every connection is cut for three seconds, without a goodbye. Events go on.",
      "Each client knows the number of the newest event it has, its cursor, and says it when it comes back: “after 41, please”.",
    ],
    question: {
      kind: "choice",
      prompt: "About fifteen events happen while the link is down. How many does WebSocket lose?",
      choices: [
        {
          text: "All of them",
          because: "A bare WebSocket would. This one names its cursor when it comes back.",
        },
        {
          text: "Those that were on their way",
          because: "They did not arrive, so the cursor does not cover them: they are sent again.",
        },
        {
          text: "None",
          right: true,
          because: "The server keeps a log, the client a cursor. What is newer than the cursor is sent.",
        },
      ],
    },
    action: { kind: "drop", label: "Drop the link for 3 s", forMs: 3000 },
    reveal: ({ lanes, behind }) =>
      `Still to come: ${eachLane((lane) => count(behind(lane)))}. ` +
      `Lost for good: ${anyLane((lane) => lanes[lane].lost)}; come twice: ${anyLane((lane) => lanes[lane].repeated)}. ` +
      `The latest by WebSocket was ${ms(lanes.websocket.maxMs)} late.`,
    insight: [
      "Late is not lost. Polling gets this for free, since each question names the cursor. Push has to be built that way, and then it loses nothing either.",
      "How soon a lane is back depends on how it tries again: here after a random wait that doubles, so that a thousand clients do not come back in one instant.",
    ],
    tries: [],
    command: "bench run cuts",
    commandSays:
      "Every connection breaks each five seconds; eventsLost is 0 for every transport, the delays differ.",
  },
  {
    id: "stall",
    title: "A stalled server must not look fast",
    lanes: ["polling", "websocket"],
    settings: { arrivals: "periodic", rate: 10, pollIntervalMs: 250, delayMs: 10 },
    text: [
      "The server is about to stand still for two seconds. In that time twenty events come due.",
      "Many tools measure like this: send a question, wait for the answer, note how long it took, send the next.",
    ],
    question: {
      kind: "choice",
      prompt: "How many slow answers does such a tool note down?",
      choices: [
        {
          text: "Twenty",
          because: "There are twenty late events, but the tool only times its own questions.",
        },
        {
          text: "Eight, one for each poll",
          because: "It would have sent eight; it was waiting for the first instead.",
        },
        {
          text: "One",
          right: true,
          because: "It was waiting for that one. The questions it did not send are in no statistic.",
        },
      ],
    },
    action: { kind: "stall", label: "Stall the server for 2 s", forMs: 2000 },
    reveal: ({ lanes: { polling, websocket } }) =>
      `Of polling’s ${count(polling.requests)} questions ${count(polling.slowAnswers)} took more than 0.5 s, and ${count(polling.skipped)} were never sent. ` +
      `Of WebSocket’s ${count(websocket.events)} events ${count(websocket.lateEvents)} were more than 0.5 s late, the worst by ${ms(websocket.maxMs)}.`,
    insight: [
      "The tool that waits with the server measures one slow answer in hundreds and calls the server fast. The mistake has a name: coordinated omission.",
      "So here an event counts from the moment it was due, not from when somebody got round to sending or asking. A stall then shows as lateness of everything that came due in it.",
    ],
    tries: [],
    command: "bench run stall",
    commandSays:
      "The maximum is the whole stall for every transport, and no event is missing from the statistics.",
  },
];

/** Where the guide ends and everything can be tried. */
export const FREE = "free";

/** The ids of all places in the guide. */
export const PLACES: readonly string[] = [...CHAPTERS.map(({ id }) => id), FREE];
