import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { PROTOCOL_VERSION, type ServerOptions } from "../core/messages.ts";
import { RoleProcess, roleProgram } from "./testing/role-process.ts";

let server: RoleProcess | undefined;
afterEach(() => server?.kill());

it("a server asked in another language tells its own and prepares nothing", async () => {
  server = new RoleProcess(await roleProgram("host.ts"));
  const options: ServerOptions = {
    role: "server",
    transport: { transport: "polling", params: {} },
    ingest: join(tmpdir(), `polls-apart-host-test-${process.pid}`),
    host: "127.0.0.1",
    port: 0,
  };
  const refused = await server.ask({ type: "prepare", protocol: PROTOCOL_VERSION + 1, options }, "ready");
  expect(refused).toEqual({ type: "ready", protocol: PROTOCOL_VERSION });
  const ready = await server.ask({ type: "prepare", protocol: PROTOCOL_VERSION, options }, "ready");
  expect(ready).toMatchObject({ protocol: PROTOCOL_VERSION, url: expect.stringContaining("127.0.0.1") });
});
