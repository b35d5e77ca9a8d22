import { expect, it } from "vitest";
import { isPrivateLoopback } from "./network.ts";

const HEAD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const device = (name: string, bytes: number, packets: number): string =>
  `${name.padStart(6)}: ${bytes} ${packets}    0    0    0     0          0         0 ${bytes} ${packets}    0    0    0     0       0          0\n`;

it.each([
  ["a new one", device("lo", 0, 0), true],
  ["one that was only looked at", device("lo", 1200, 16), true],
  ["a loopback interface in use", device("lo", 1300, 17), false],
  ["another interface beside it", device("lo", 0, 0) + device("eth0", 0, 0), false],
  ["another interface before it", device("eth0", 0, 0) + device("lo", 0, 0), false],
  ["another interface alone", device("eth0", 0, 0), false],
  ["none", "", false],
])("a namespace is known as one's own by its interfaces: %s", (_, devices, own) => {
  expect(isPrivateLoopback(HEAD + devices)).toBe(own);
});

it("nothing readable is no namespace of one's own", () => {
  expect(isPrivateLoopback("")).toBe(false);
  expect(isPrivateLoopback("lo: many packets\n")).toBe(false);
});
