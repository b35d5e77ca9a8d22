import { platform } from "node:os";
import { describe, expect, it } from "vitest";
import { Addresses, CLIENTS_PER_ADDRESS } from "./addresses.ts";

describe("Addresses", () => {
  it.each([
    ["http://127.0.0.1:8080", { host: "127.0.0.1", port: 8080 }],
    ["http://[::1]:8080", { host: "::1", port: 8080 }], // brackets belong to the URL
  ])("go where %s points", (url, address) => {
    expect(new Addresses(url).of(0)).toEqual(address);
  });

  it.runIf(platform() === "linux")("come from another loopback address where one has no more ports", () => {
    const addresses = new Addresses("http://127.0.0.1:8080");
    const sources = [0, CLIENTS_PER_ADDRESS - 1, CLIENTS_PER_ADDRESS, 2 * CLIENTS_PER_ADDRESS];
    expect(sources.map((client) => addresses.of(client).localAddress)).toEqual([
      undefined,
      undefined,
      "127.0.0.2",
      "127.0.0.3",
    ]);
    expect(addresses.of(CLIENTS_PER_ADDRESS)).toBe(addresses.of(CLIENTS_PER_ADDRESS + 1));
  });

  it("stay as they are for a server elsewhere", () => {
    const addresses = new Addresses("http://[::1]:8080");
    expect(addresses.of(CLIENTS_PER_ADDRESS).localAddress).toBeUndefined();
  });
});
