import type { MicroCase } from "./case.ts";
import { envelopeEncode, envelopeRead } from "./envelope.ts";
import { eventArray } from "./event-array.ts";
import { frameBurst, frameRead } from "./frame-read.ts";
import { maskedFrame, serverFrame } from "./frame-write.ts";
import { histogramRecord } from "./histogram.ts";
import type { MicroName } from "./names.ts";
import { pacerTick } from "./pacer.ts";
import { responseHeads, responseRead } from "./response.ts";

/** Every case by its name. */
export const MICRO_CASES = {
  "envelope-encode": envelopeEncode,
  "envelope-read": envelopeRead,
  "event-array": eventArray,
  "frame-read": frameRead,
  "frame-burst": frameBurst,
  "masked-frame": maskedFrame,
  "server-frame": serverFrame,
  "response-read": responseRead,
  "response-heads": responseHeads,
  "pacer-tick": pacerTick,
  "histogram-record": histogramRecord,
} as const satisfies Readonly<Record<MicroName, MicroCase>>;
