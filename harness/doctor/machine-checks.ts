import { CLIENTS_PER_ADDRESS } from "../../clients/addresses.ts";
import { formatBytes } from "../../core/units.ts";
import { formatCount } from "../../reports/numbers.ts";
import { workersFor } from "../limits.ts";
import { type Check, type Status, UNREADABLE, unreadable } from "./check.ts";
import { MOST_CLIENTS } from "./facts.ts";
import type { Attempt, CpuShares, Facts } from "./readings.ts";

/** A limit below this is one that ordinary scenarios run into. */
const FEW_CLIENTS = 1000;
/** The processes of a run without their clients, and what the system needs beside them. */
export const RUN_BYTES = 256 * 1024 ** 2;
/** Less than this leaves no room for thousands of clients. */
const LITTLE_BYTES = 2 * RUN_BYTES;
/** Other work on the CPUs up to this share is what any system does. */
const BUSY_SHARE = 0.15;
/** With this share gone, now and for the last minute, there is nothing to measure with. */
const FULL_SHARE = 0.9;
/** A hypervisor that takes more than this now and then takes it in the middle of a measurement. */
const STEAL_SHARE = 0.02;
/** The oldest Node that is tested. */
export const OLDEST_NODE: readonly [number, number] = [20, 19];

export function descriptorsCheck({ openFiles, limits }: Facts): Check {
  if (openFiles === undefined) {
    return unreadable("descriptors", "every client needs one in the server; too few show when a run starts");
  }
  const { soft, hard } = openFiles;
  const { direct, linked } = limits;
  const few = direct.by === "descriptors" && direct.clients < FEW_CLIENTS;
  const status: Status = direct.clients === 0 && direct.by === "descriptors" ? "bad" : few ? "warn" : "ok";
  return {
    name: "descriptors",
    status,
    figures: {
      soft,
      ...(hard === undefined ? {} : { hard }),
      clients: direct.clients,
      linkedClients: linked.clients,
    },
    shown: `${formatCount(soft)}${hard === undefined ? "" : ` of ${formatCount(hard)}`}`,
    meaning:
      // A relay needs two for each client; there are as many relays as that takes.
      direct.clients === linked.clients
        ? `enough for ${most(direct.clients)}, with a link or without`
        : `enough for ${most(direct.clients)}, with a link for ${most(linked.clients)}`,
    ...(status === "ok"
      ? {}
      : {
          remedy:
            hard === undefined || soft < hard
              ? `raise it in this shell: ulimit -n ${hard ?? 20_000}`
              : "raise the hard limit: LimitNOFILE of the service, --ulimit nofile of the container, or limits.conf",
        }),
  };
}

export function portsCheck({ ports }: Facts): Check {
  if (ports === undefined) {
    return unreadable("ports", "every connection needs one; too few show when clients connect");
  }
  const count = ports.last - ports.first + 1;
  const few = count < CLIENTS_PER_ADDRESS;
  const perAddress = Math.min(count, CLIENTS_PER_ADDRESS);
  // Clients past the first address's come from others; the relays of a link have one.
  const clients = few ? count : MOST_CLIENTS;
  const linkedClients = Math.min(count, MOST_CLIENTS);
  return {
    name: "ports",
    status: count < 1 ? "bad" : few ? "warn" : "ok",
    figures: {
      first: ports.first,
      last: ports.last,
      count,
      clientsPerAddress: perAddress,
      clients,
      linkedClients,
    },
    shown: `${formatCount(count)} (${ports.first}–${ports.last})`,
    meaning: few
      ? `too few for more than ${formatCount(count)} clients`
      : `${formatCount(perAddress)} clients from each loopback address, ${formatCount(clients)} in all; ` +
        `${formatCount(linkedClients)} through a link`,
    ...(few ? { remedy: "widen it: sysctl net.ipv4.ip_local_port_range='10000 65000'" } : {}),
  };
}

export function coresCheck({ cores }: Facts): Check {
  const { cpus, parallelism, quota } = cores;
  const usable = Math.min(parallelism, quota ?? parallelism);
  const workers = workersFor(MOST_CLIENTS, parallelism);
  const figures = { cpus, parallelism, ...(quota === undefined ? {} : { quota }), loadWorkers: workers };
  const shown = `${parallelism}${cpus > 0 ? ` of ${cpus}` : ""}${quota === undefined ? "" : `, quota ${Number(quota.toFixed(2))}`}`;
  const check = { name: "cores", figures, shown } as const;
  const can = `up to ${workers} load worker${workers === 1 ? "" : "s"}`;
  if (usable < 2) {
    return {
      ...check,
      status: "warn",
      meaning: `${can}: server, clients and publisher take turns on less than two cores, which shows in every latency`,
      remedy: "give it two cores or more",
    };
  }
  if (usable < parallelism) {
    return {
      ...check,
      status: "warn",
      meaning: `${can}; when the quota is used up, every process stands still until the next period`,
      remedy: "raise the control group's CPU quota, or pin the container to cores instead",
    };
  }
  return { ...check, status: "ok", meaning: `${can}; one core is left for the server` };
}

export function memoryCheck({ memory }: Facts): Check {
  const { availableBytes, totalBytes } = memory;
  if (availableBytes === undefined) return unreadable("memory", "a machine that swaps measures its disk");
  const status: Status = availableBytes < RUN_BYTES ? "bad" : availableBytes < LITTLE_BYTES ? "warn" : "ok";
  return {
    name: "memory",
    status,
    figures: { availableBytes, totalBytes },
    shown: `${bytes(availableBytes)} of ${bytes(totalBytes)} available`,
    meaning:
      status === "bad"
        ? `the processes of a run need ${bytes(RUN_BYTES)}: it would swap, or be killed`
        : status === "warn"
          ? "enough for small scenarios only"
          : "enough for the processes of a run",
    ...(status === "ok" ? {} : { remedy: "end what else is running, or raise the container's memory limit" }),
  };
}

export function loadCheck({ loadAverage, cores }: Facts, cpu: CpuShares | undefined): Check {
  if (cpu === undefined && loadAverage === undefined) {
    return unreadable("load", "whether something else is running is unknown");
  }
  const figures = {
    ...(loadAverage === undefined ? {} : { loadAverage }),
    ...(cpu === undefined ? {} : { busyShare: rounded(cpu.busy) }),
    ...(cpu?.steal === undefined ? {} : { stealShare: rounded(cpu.steal) }),
  };
  const shown = [
    cpu === undefined ? `CPU use ${UNREADABLE}` : `CPUs ${percent(cpu.busy)} busy`,
    ...(cpu?.steal === undefined ? [] : [`steal ${percent(cpu.steal)}`]),
    ...(loadAverage === undefined ? [] : [`load ${loadAverage.toFixed(1)}`]),
  ].join(", ");
  const check = { name: "load", figures, shown } as const;
  const remedy = "end what else is running, or wait for it";
  const busy = cpu?.busy ?? 0;
  const lastMinuteBusy = (loadAverage ?? 0) > cores.parallelism;
  if (busy >= FULL_SHARE && lastMinuteBusy) {
    return {
      ...check,
      status: "bad",
      meaning: "something else takes the CPUs: that is what would be measured",
      remedy,
    };
  }
  if (busy > BUSY_SHARE) {
    return {
      ...check,
      status: "warn",
      meaning: "something else is running: latencies and CPU figures suffer",
      remedy,
    };
  }
  if ((cpu?.steal ?? 0) > STEAL_SHARE) {
    const meaning =
      "the hypervisor gives this machine's time to others: latencies have gaps that are not the subject's";
    return { ...check, status: "warn", meaning, remedy: "use a machine whose cores are its own" };
  }
  if (lastMinuteBusy) {
    return {
      ...check,
      status: "warn",
      meaning: "the last minute was busy; results would carry a warning",
      remedy,
    };
  }
  if (cpu === undefined)
    return { ...check, status: "warn", meaning: "whether something else is running is unknown" };
  return { ...check, status: "ok", meaning: "nothing else of weight is running" };
}

/** Without a namespace nothing is invalid, so this is never bad. */
export function namespacesCheck(namespace: Attempt<true>): Check {
  if (namespace.type === "done") {
    const meaning = "bench run --netns can count network bytes on an interface of its own";
    return { name: "namespaces", status: "ok", figures: { available: "yes" }, shown: "available", meaning };
  }
  return {
    name: "namespaces",
    status: "warn",
    figures: { available: "no" },
    shown: "not available",
    meaning: `${namespace.message}; network bytes are estimated from the stream instead`,
  };
}

export function versionsCheck({ node, os, kernel, tool }: Facts): Check {
  const [, major = 0, minor = 0] = (/^v?(\d+)\.(\d+)/.exec(node) ?? []).map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const old = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return {
    name: "versions",
    status: old ? "bad" : "ok",
    figures: { node, os, kernel, tool },
    shown: `Node ${node.replace(/^v/, "")}, ${os} ${kernel}`,
    meaning: old
      ? `polls-apart ${tool} needs Node ${OLDEST_NODE.join(".")} or newer`
      : `polls-apart ${tool} runs on Node ${OLDEST_NODE.join(".")} or newer`,
    ...(old ? { remedy: "install a newer Node" } : {}),
  };
}

const most = (clients: number): string =>
  clients >= MOST_CLIENTS
    ? `the ${formatCount(MOST_CLIENTS)} clients a scenario may ask for`
    : `${formatCount(clients)} clients`;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;

/** Sizes of memory, which are read in GiB. */
const bytes = (size: number): string =>
  size < 1024 ** 3
    ? formatBytes(Math.round(size / 1024 ** 2) * 1024 ** 2)
    : `${(size / 1024 ** 3).toFixed(1)} GiB`;
