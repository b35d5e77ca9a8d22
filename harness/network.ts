/** What opening and looking at a new namespace may already have sent. */
const QUIET_PACKETS = 16;

/**
 * Whether a network namespace belongs to who looks at it, by its `/proc/net/dev`: there is a loopback interface
 * and nothing else, and next to nothing has crossed it.
 *
 * Every process of a run speaks to the harness through pipes and Unix sockets, so in such a namespace the
 * interface's counters are the traffic between clients and server and nothing else. What one side sends the other
 * receives on the same interface: each packet, in either direction, is counted once as received and once as sent.
 * A loopback packet has no Ethernet header; its bytes are IP's.
 */
export function isPrivateLoopback(interfaces: string): boolean {
  const devices = interfaces.split("\n").filter((line) => line.includes(":"));
  const [bytes, packets] =
    /^\s*lo:\s*(\d+)\s+(\d+)/
      .exec(devices[0] ?? "")
      ?.slice(1)
      .map(Number) ?? [];
  return devices.length === 1 && bytes !== undefined && packets !== undefined && packets <= QUIET_PACKETS;
}
