/** The newest numbers of a series that has no end: a fixed number of places, the oldest written over. */
export class Ring {
  readonly #values: Float64Array;
  #pushed = 0;

  constructor(places: number) {
    this.#values = new Float64Array(places);
  }

  /** How many numbers there are: at most as many as there are places. */
  get size(): number {
    return Math.min(this.#pushed, this.#values.length);
  }

  get newest(): number | undefined {
    return this.#pushed === 0 ? undefined : this.at(0);
  }

  push(value: number): void {
    this.#values[this.#pushed % this.#values.length] = value;
    this.#pushed++;
  }

  clear(): void {
    this.#pushed = 0;
  }

  /** The number pushed so many before the newest, `back` being less than the size. */
  at(back: number): number {
    return this.#values[(this.#pushed - 1 - back) % this.#values.length]!;
  }

  mean(): number | undefined {
    if (this.size === 0) return undefined;
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += this.#values[i]!;
    return sum / this.size;
  }

  max(): number | undefined {
    if (this.size === 0) return undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.size; i++) most = Math.max(most, this.#values[i]!);
    return most;
  }

  /** The number that a share `q` of all is at most. */
  quantile(q: number): number | undefined {
    if (this.size === 0) return undefined;
    return this.#sorted()[Math.max(0, Math.ceil(q * this.size) - 1)];
  }

  median(): number | undefined {
    if (this.size === 0) return undefined;
    const sorted = this.#sorted();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }

  #sorted(): Float64Array {
    return this.#values.slice(0, this.size).sort();
  }
}
