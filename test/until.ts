/**
 * Waits until something is so, looking every few milliseconds. Rejects after `deadlineMs` with `what`: a test
 * that waits for an event fails by its name and not by a timeout.
 */
export async function until(what: string, isSo: () => boolean, deadlineMs = 10_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
