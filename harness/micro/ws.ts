import type { Writable } from "node:stream";
import * as ws from "ws";

interface FrameOptions {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly mask: boolean;
  /** Whether the payload must stay as it is. */
  readonly readOnly: boolean;
  /** Fills in the mask; random when absent. */
  readonly generateMask?: (mask: Buffer) => void;
}

/** What `ws` reads and writes frames with. It exports both, but its types do not name them. */
export const { Receiver, Sender } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean; skipUTF8Validation: boolean }) => Writable;
  readonly Sender: { frame(data: Buffer, options: FrameOptions): Buffer[] };
};
