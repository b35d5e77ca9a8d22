import { expect, it } from "vitest";
import { spaceHint } from "./no-space.ts";

it.each([
  ["fatal: cannot mkdir: No space left on device", /^the disk is full: .*TMPDIR/],
  ["npm error code ENOSPC", /^the disk is full: /],
  ["fatal: could not create work tree dir: Read-only file system", /cannot be written to/],
  ["EACCES", /cannot be written to/],
  // What git 2.39 says on a disk that is full.
  ["error: unable to write file big.bin", /^the disk is full, most likely \(\d+ MiB are free now\)/],
  ["fatal: bad object HEAD", /git fsck/],
])("%s: what to do", (said, remedy) => {
  expect(spaceHint(said)).toMatch(remedy);
});
