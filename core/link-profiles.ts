import type { LinkSpec } from "./link.ts";

/** What a named profile says of a link: delay and line, nothing that breaks. */
export type LinkProfile = Pick<LinkSpec, "delayUpMs" | "delayDownMs" | "jitterMs" | "upBps" | "downBps"> & {
  /** One line for people. */
  readonly doc: string;
};

const KBIT = 1e3;
const MBIT = 1e6;

/** Published latencies are round trips; a link's delay is one way, taken as half of one. */
const eachWay = (roundTripMs: number) => ({ delayUpMs: roundTripMs / 2, delayDownMs: roundTripMs / 2 });

/**
 * Networks by name. Each number says where it comes from; one that no publication was found for says that it
 * was chosen. They are typical of their kind, not measurements of a network of yours: write those out.
 */
export const LINK_PROFILES = {
  /**
   * One switch away. Delay and jitter are chosen: as small as the relay's own error of a few tenths of a
   * millisecond lets anything be. Rate: 1000BASE-T (IEEE 802.3).
   */
  lan: {
    doc: "one switch away: 1 ms there and back, 1 Gbit/s",
    ...eachWay(1),
    jitterMs: 0.1,
    upBps: 1000 * MBIT,
    downBps: 1000 * MBIT,
  },
  /**
   * A home's fixed line. Round trip: 28 ms, the "Cable" preset of WebPageTest (`connectivity.ini.sample`).
   * Rates: 69.4 Mbit/s down and 18.4 up, the UK's medians of March 2023 (Ofcom, UK home broadband performance,
   * September 2023). Jitter is chosen.
   */
  broadband: {
    doc: "a home's fixed line: 28 ms there and back, 69.4 Mbit/s down, 18.4 up",
    ...eachWay(28),
    jitterMs: 2,
    upBps: 18.4 * MBIT,
    downBps: 69.4 * MBIT,
  },
  /** A phone on LTE. Round trip 70 ms, 12 Mbit/s: WebPageTest's "LTE" preset, both ways. Jitter is chosen. */
  "4g": {
    doc: "a phone on LTE: 70 ms there and back, 12 Mbit/s",
    ...eachWay(70),
    jitterMs: 10,
    upBps: 12 * MBIT,
    downBps: 12 * MBIT,
  },
  /**
   * A phone on good 3G. Round trip 150 ms, 1.6 Mbit/s down, 750 kbit/s up: Lighthouse's mobile preset
   * (`docs/throttling.md`), the same as WebPageTest's "Mobile 3G - Fast"; about the best quarter of 3G and the
   * worst of 4G, it says. Jitter is chosen.
   */
  "3g": {
    doc: "a phone on good 3G: 150 ms there and back, 1.6 Mbit/s down, 0.75 up",
    ...eachWay(150),
    jitterMs: 20,
    upBps: 750 * KBIT,
    downBps: 1600 * KBIT,
  },
  /**
   * A geostationary satellite. Each way 239.6 ms from straight below it to 279.0 ms from the edge of its view
   * (RFC 2488, section 2); 270 lies between and leaves some for the way on the ground. Rates: 25 Mbit/s down
   * and 3 up, what the FCC called broadband in 2015. Jitter is chosen.
   */
  satellite: {
    doc: "a geostationary satellite: 540 ms there and back, 25 Mbit/s down, 3 up",
    ...eachWay(540),
    jitterMs: 10,
    upBps: 3 * MBIT,
    downBps: 25 * MBIT,
  },
  /**
   * A wireless network with too many on it. A round trip takes anything from 0 to 128 ms and one in ten takes
   * more than 100: in "WiFi can be the weakest link of round trip network latency in the wild" (INFOCOM 2016)
   * a tenth of TCP packets saw more than 100 ms on the wireless hop alone. The even spread and the rates are
   * chosen.
   */
  "bad-wifi": {
    doc: "a crowded wireless network: 0 to 128 ms there and back, 5 Mbit/s",
    ...eachWay(64),
    jitterMs: 32,
    upBps: 5 * MBIT,
    downBps: 5 * MBIT,
  },
} as const satisfies Readonly<Record<string, LinkProfile>>;

export type LinkProfileName = keyof typeof LINK_PROFILES;

export const LINK_PROFILE_NAMES = Object.keys(LINK_PROFILES) as LinkProfileName[];

/** The link of a profile as it stands, of which nothing is changed. */
export function profileLink(profile: LinkProfileName): LinkSpec {
  const { doc: _, ...spec } = LINK_PROFILES[profile];
  return { profile, ...spec, stalls: [] };
}
