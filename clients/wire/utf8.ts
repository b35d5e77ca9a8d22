import { isUtf8 } from "node:buffer";

/** Shorter texts are looked through here: a call into the native check costs as much as about 100 bytes. */
const NATIVE_FROM = 128;

/** Whether bytes `start` to `end` are UTF-8. */
export function isUtf8Range(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < NATIVE_FROM) {
    let at = start;
    while (at < end && bytes[at]! < 0x80) at++;
    if (at === end) return true;
  }
  return isUtf8(bytes.subarray(start, end));
}
