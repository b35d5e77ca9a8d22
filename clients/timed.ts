import type { Nanoseconds } from "../core/units.ts";

/** Something with a moment. */
export interface Timed {
  readonly at: Nanoseconds;
}

/** A binary heap: the earliest first. */
export class TimedHeap<T extends Timed> {
  readonly #heap: T[] = [];

  /** The earliest; `undefined` when empty. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  push(task: T): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.at <= task.at) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = task;
  }

  /** Takes the earliest away. */
  pop(): void {
    const last = this.#heap.pop();
    if (this.#heap.length > 0) this.#sink(last!);
  }

  #sink(task: T): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
      if (heap[child]!.at >= task.at) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = task;
  }
}

/** A queue of what was pushed in order of time: the earliest first, at constant cost. */
export class TimedQueue<T extends Timed> {
  #tasks: T[] = [];
  #head = 0;

  get first(): T | undefined {
    return this.#tasks[this.#head];
  }

  /** Adds one that is not earlier than any in the queue. */
  push(task: T): void {
    this.#tasks.push(task);
  }

  pop(): void {
    this.#head++;
    // Dropping the dead front only when it is half of the array keeps a pop at constant cost.
    if (this.#head > 1024 && this.#head * 2 > this.#tasks.length) {
      this.#tasks = this.#tasks.slice(this.#head);
      this.#head = 0;
    }
  }
}
