import { EventArray } from "../../clients/wire/event-array.ts";
import { readSeq } from "../../core/envelope.ts";
import type { MicroCase } from "./case.ts";
import { ENVELOPES, type MicroEvent } from "./events.ts";

/** Events in one answer: what a poll a second finds at a few events per second. */
const PER_ANSWER = 8;

/** A poll's answer taken apart into its events, and the cursor of each. */
export const eventArray = {
  operation: `one answer of ${PER_ANSWER} events`,
  reference: "JSON.parse",
  create() {
    const answers = Array.from({ length: ENVELOPES.length / PER_ANSWER }, (_, index) =>
      Buffer.from(`[${ENVELOPES.slice(index * PER_ANSWER, (index + 1) * PER_ANSWER).join(",")}]`),
    );
    const events = new EventArray();
    const parse = (body: Buffer): MicroEvent[] => JSON.parse(body.toString());
    return {
      operations: answers.length,
      ours: {
        run() {
          let sum = 0;
          for (const body of answers) {
            const count = events.split(body, 0, body.length);
            for (let i = 0; i < count; i++) sum += readSeq(body, events.startOf(i), events.endOf(i));
          }
          return sum;
        },
        answer: () =>
          answers.map((body) =>
            Array.from({ length: events.split(body, 0, body.length) }, (_, i) =>
              body.toString("latin1", events.startOf(i), events.endOf(i)),
            ),
          ),
      },
      reference: {
        run() {
          let sum = 0;
          for (const body of answers) for (const { seq } of parse(body)) sum += seq;
          return sum;
        },
        answer: () => answers.map((body) => parse(body).map((event) => JSON.stringify(event))),
      },
    };
  },
} satisfies MicroCase;
