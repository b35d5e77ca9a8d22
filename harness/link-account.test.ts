import { describe, expect, it } from "vitest";
import { describeLink, linkAccount, linkDelays } from "./link-account.ts";
import { LINK, sampleLink, spans } from "./testing/sample-reports.ts";

describe("the account of a link", () => {
  const account = linkAccount(LINK, [sampleLink(), sampleLink({ cutConnections: 3 })]);

  it("adds up over its relays", () => {
    expect(account).toMatchObject({ relays: 2, connections: 200, cutConnections: 3 });
    expect(account.bytes).toMatchObject({ fromClients: 60_000, toClients: 1_400_000 });
    expect(account.lateUp.count).toBe(1200);
  });

  it("has delays with its own lateness in them, and none without a link", () => {
    const { upMs, downMs } = linkDelays(account);
    expect(upMs).toBeCloseTo(25.5, 6);
    expect(downMs).toBeCloseTo(25.3, 6);
    expect(linkDelays(undefined)).toEqual({ upMs: 0, downMs: 0 });
  });

  it("says how late each direction was; nothing of one that nothing crossed", () => {
    const silent = linkAccount(LINK, [sampleLink({ lateDown: spans() })]);
    expect(describeLink(silent).lateUpMeanMs).toBeCloseTo(0.5, 6);
    expect(describeLink(silent)).not.toHaveProperty("lateDownMeanMs");
  });
});
