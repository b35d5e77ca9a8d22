/** CPU time by kind, in any unit, since the machine started. */
export interface CpuTimes {
  readonly total: number;
  /** Doing nothing, or waiting for a disk. */
  readonly idle: number;
  /** Wanted, but given to another virtual machine; absent where it is not told apart. */
  readonly steal?: number;
}

/** The first line of `/proc/stat`; `undefined` when it is not one. */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const line = /^cpu +(\d[\d ]*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal] = line
    .trim()
    .split(/ +/)
    .map(Number);
  // Guests' time, which follows, is in the first two already.
  const total = user + nice + system + idle + wait + irq + softirq + (steal ?? 0);
  return { total, idle: idle + wait, ...(steal === undefined ? {} : { steal }) };
}

/** How time was spent between two readings; `undefined` when none has passed. */
export function cpuSharesOf(
  from: CpuTimes,
  to: CpuTimes,
): { readonly busy: number; readonly steal?: number } | undefined {
  const total = to.total - from.total;
  if (!(total > 0)) return undefined;
  const share = (part: number): number => Math.min(1, Math.max(0, part / total));
  const busy = share(total - (to.idle - from.idle));
  if (from.steal === undefined || to.steal === undefined) return { busy };
  return { busy, steal: share(to.steal - from.steal) };
}

/** Soft and hard limit of open files in `/proc/self/limits`; a limit that says `unlimited` is absent. */
export function parseOpenFiles(text: string): { readonly soft?: number; readonly hard?: number } {
  const [, soft = "", hard = ""] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(text) ?? [];
  return {
    ...(/^\d+$/.test(soft) ? { soft: Number(soft) } : {}),
    ...(/^\d+$/.test(hard) ? { hard: Number(hard) } : {}),
  };
}
