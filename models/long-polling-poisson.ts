import type { Milliseconds } from "../core/units.ts";
import { buffered, direct, type Held } from "./held.ts";

/**
 * Long polling with Poisson events. A cycle runs from an answer to the next: for G the client cannot be reached,
 * and what came then is answered at once and whole; else the request is held for up to H. With u = e^(−λG) and
 * v = e^(−λH):
 *
 *     den = λG + u(1 − v)      events a cycle brings: those of G, or the one that ends the hold
 *     requests/event 1/den     empty share u·v     direct share u(1 − v)/den, the others wait U(0, G)
 *
 * Ages: after an answer with events the past does not matter, so those answers renew. Between two of them lie K
 * empty cycles, geometric with u·v, then G (something was buffered; the newest is then E[x; x < G] old on
 * average) or G and a part of the hold (the newest is 0 old). Mean age = E[age at an answer] + E[L²]/(2·E[L]) with
 * L the time between, peak = E[age at an answer] + E[L]: Kaul, Yates and Gruteser, INFOCOM 2012, for the method.
 *
 * @param rate events per ms
 */
export function heldPoisson(rate: number, gapMs: Milliseconds, holdMs: Milliseconds): Held {
  const u = Math.exp(-rate * gapMs);
  const v = Math.exp(-rate * holdMs);
  const caught = u * (1 - v);
  const events = rate * gapMs + caught;
  const some = 1 - u * v;

  const [gap1] = momentsUpTo(gapMs, rate, u);
  const [hold1, hold2] = momentsUpTo(holdMs, rate, v);
  const last1 = ((1 - u) * gapMs + u * ((1 - v) * gapMs + hold1)) / some;
  const last2 = ((1 - u) * gapMs ** 2 + u * ((1 - v) * gapMs ** 2 + 2 * gapMs * hold1 + hold2)) / some;
  const empty1 = (u * v) / some;
  const empty2 = (u * v * (1 + u * v)) / some ** 2;
  const cycle = gapMs + holdMs;
  const between1 = cycle * empty1 + last1;
  const between2 = cycle ** 2 * empty2 + 2 * cycle * empty1 * last1 + last2;
  const ageAtAnswer = gap1 / some;

  return {
    requestsPerEvent: 1 / events,
    emptyShare: u * v,
    waits: [direct(caught / events), buffered(1 - caught / events, 0, gapMs)],
    ageMeanMs: ageAtAnswer + between2 / (2 * between1),
    agePeakMs: ageAtAnswer + between1,
    directAnswers: caught / some,
  };
}

/** E[x; x < end] and E[x²; x < end] of an exponential x, `left` being e^(−rate·end). */
function momentsUpTo(end: Milliseconds, rate: number, left: number): readonly [number, number] {
  const mean = 1 / rate;
  const first = mean - left * (end + mean);
  const second = 2 * mean ** 2 - left * (end ** 2 + 2 * end * mean + 2 * mean ** 2);
  return [first, second];
}
