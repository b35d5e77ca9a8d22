import { BenchError } from "../core/errors.ts";
import { PROTOCOL_VERSION } from "../core/messages.ts";

/** Throws `PROTOCOL_MISMATCH` unless a process said that it speaks the language of this harness. */
export function checkProtocol(name: string, spoken: number | undefined): void {
  if (spoken === PROTOCOL_VERSION) return;
  const said =
    spoken === undefined
      ? "speaks the control protocol of a build from before it had versions"
      : `speaks version ${Number(spoken)} of the control protocol`;
  const remedy =
    spoken !== undefined && spoken > PROTOCOL_VERSION
      ? "it is newer than this harness: run `bench` from that build, or compare with an older git ref"
      : "it is older than this harness: compare with a newer git ref, or run `bench` from a build that speaks the same";
  throw new BenchError(
    "PROTOCOL_MISMATCH",
    `the ${name} ${said}, and this harness speaks version ${PROTOCOL_VERSION}: the two cannot work together`,
    { hint: remedy },
  );
}
