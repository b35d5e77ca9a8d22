// One measurement: start a subject and a contestant, let them run in, and read both from outside.
import { hostClock } from "../../dist/core/clock.js";
import { cpuOf, rssOf } from "./process-cost.mjs";
import { startSubject } from "./subject.mjs";

const clock = hostClock();
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Time from a contestant's start until it stands; the stream starts then at the latest. */
const CONNECT_MS = 1500;
/** Time for compilers to warm up before anything is counted. */
const SETTLE_MS = 1500;

/**
 * CPU of the contestant per event delivered (push) or request answered (polling), while `rate` events a
 * second are sent to each of `clients`, or, without a rate, while it asks as fast as it can.
 *
 * Returns units of work a second, and CPU microseconds per unit: the contestant's and the server's.
 */
export async function cost(contestant, { transport, clients, rate, payloadBytes, windowMs, extra = {} }) {
  const connectMs = CONNECT_MS + clients / 2;
  const spanMs = SETTLE_MS + windowMs + 1000;
  const stream = { seed: 1, arrivals: "periodic", rate: rate ?? 0.001, payloadBytes, spanMs };
  const subject = await startSubject(transport, stream);
  const startAt = clock.now() + connectMs * 1e6;
  const task = {
    url: subject.url,
    path: "/polling?after=0",
    clients,
    stream,
    startAt,
    seconds: Math.ceil((connectMs + spanMs) / 1000) + 30,
    ...extra,
  };
  const { child, connected } = contestant.start(task);
  try {
    await connected;
    await sleep((startAt - clock.now()) / 1e6 - 100);
    // Without a rate, one event is enough: every request asks for what is newer than nothing.
    if (rate !== undefined || extra.withEvent) subject.publish(startAt);
    await sleep(100 + SETTLE_MS);
    const before = { ...cpuOf(child.pid), server: cpuOf(subject.pid), ...(await subject.counters()) };
    await sleep(windowMs);
    const after = { ...cpuOf(child.pid), server: cpuOf(subject.pid), ...(await subject.counters()) };
    const work = (counters) => (rate === undefined ? counters.requests : counters.eventsSent);
    const units = work(after) - work(before);
    return {
      perSecond: units / ((after.at - before.at) / 1e9),
      userUs: (after.userUs - before.userUs) / units,
      systemUs: (after.systemUs - before.systemUs) / units,
      serverUserUs: (after.server.userUs - before.server.userUs) / units,
      serverSystemUs: (after.server.systemUs - before.server.systemUs) / units,
    };
  } finally {
    child.removeAllListeners();
    child.kill("SIGKILL");
    await subject.stop();
  }
}

/** Resident memory of a contestant with this many idle clients, and how fast they connected. */
export async function idle(contestant, { transport, clients }) {
  const stream = { seed: 1, arrivals: "periodic", rate: 1, payloadBytes: 16, spanMs: 60_000 };
  const subject = await startSubject(transport, stream);
  const began = performance.now();
  const { child, connected } = contestant.start({
    url: subject.url,
    path: "/polling?after=0",
    clients,
    stream,
    seconds: 60,
    idle: true,
  });
  try {
    await connected;
    const connectMs = performance.now() - began;
    await sleep(1000);
    return { rssBytes: rssOf(child.pid), connectMs };
  } finally {
    child.removeAllListeners();
    child.kill("SIGKILL");
    await subject.stop();
  }
}
