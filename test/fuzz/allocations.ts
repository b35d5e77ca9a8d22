/** How much memory for bytes was asked for while it was watched. */
export interface Allocations {
  total: number;
  largest: number;
}

const watched: Allocations = { total: 0, largest: 0 };
let watching = false;

function note(bytes: number): void {
  if (!watching) return;
  watched.total += bytes;
  if (bytes > watched.largest) watched.largest = bytes;
}

/** Runs `work` and counts what it allocates, as long as `installAllocationCounter` is in force. */
export function countingAllocations(work: () => void): void {
  const before = watching;
  watching = true;
  try {
    work();
  } finally {
    watching = before;
  }
}

/** Runs `work`, called from inside what is counted, without counting it. */
export function notCounting<T>(work: () => T): T {
  const before = watching;
  watching = false;
  try {
    return work();
  } finally {
    watching = before;
  }
}

/** What was counted since the last call. Ends the counting of work that was cut off, which cannot end it itself. */
export function takeAllocations(): Allocations {
  watching = false;
  const taken = { ...watched };
  watched.total = 0;
  watched.largest = 0;
  return taken;
}

/**
 * Puts counters in the place of the ways to allocate bytes, for the whole process. Returns what takes them
 * away again.
 */
export function installAllocationCounter(): () => void {
  const original = globalThis.Uint8Array;
  globalThis.Uint8Array = new Proxy(original, {
    construct(target, parameters, newTarget) {
      const made = Reflect.construct(target, parameters, newTarget) as Uint8Array;
      if (!(parameters[0] instanceof ArrayBuffer)) note(made.byteLength);
      return made;
    },
  });
  const makers = ["alloc", "allocUnsafe", "allocUnsafeSlow", "concat"] as const;
  const originals = makers.map((name) => [name, Buffer[name]] as const);
  for (const [name, make] of originals) {
    const counted = (...parameters: unknown[]): Buffer => {
      const made = Reflect.apply(make, Buffer, parameters) as Buffer;
      note(made.length);
      return made;
    };
    Object.assign(Buffer, { [name]: counted });
  }
  return () => {
    globalThis.Uint8Array = original;
    for (const [name, make] of originals) Object.assign(Buffer, { [name]: make });
  };
}
