// The few statistics a table needs.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half the range, as a share of the median: how far rounds lay apart. */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}
