import { createServer } from "node:net";
import { expect, it } from "vitest";
import { ephemeralPorts } from "./limits.ts";
import { steadyPort } from "./steady-port.ts";

it("a steady port is free and is never given to a connection", async () => {
  const port = await steadyPort("127.0.0.1");
  expect(port).toBeGreaterThanOrEqual(10_240);
  expect(port).toBeLessThan(ephemeralPorts()?.first ?? 32_768);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  server.close();
});
