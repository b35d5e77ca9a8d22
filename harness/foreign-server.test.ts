import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Crew } from "./crew.ts";
import { localEngine } from "./engines/local.ts";
import { Subject } from "./subject.ts";

/** Servers of other builds, as real processes. */

let crew: Crew;
beforeEach(() => {
  crew = new Crew(localEngine, new AbortController().signal);
});
afterEach(() => crew.disband());

const server = (file: string): Subject => {
  const options = {
    role: "server",
    transport: { transport: "polling", params: {} },
    ingest: "/nowhere",
    host: "127.0.0.1",
    port: 0,
  } as const;
  const program = { entry: join(import.meta.dirname, "testing", file), cwd: tmpdir() };
  return new Subject(crew, "base server", options, 0, program);
};

it("a server of a build that knows no versions is refused before it serves anyone", async () => {
  await expect(server("older-server.mjs").listen()).rejects.toMatchObject({
    code: "PROTOCOL_MISMATCH",
    message: expect.stringMatching(/^the base server speaks .* from before it had versions/),
  });
});

it("what a server of another build wrote last is in the error, and it ran in its own folder", async () => {
  await expect(server("failing-server.mjs").listen()).rejects.toMatchObject({
    code: "ROLE_DIED",
    message: "the base server ended with exit code 3",
    hint: `its last output:\nno such module, in ${tmpdir()}`,
  });
});
