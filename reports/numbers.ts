/** What stands where a metric was not measured. */
export const ABSENT = "–";

/** A count or whole quantity with thousands separators: `1,210`. */
export function formatCount(value: number): string {
  const [whole = "", fraction] = String(Math.abs(value)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "-" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** A measured quantity to about three digits: `0.41`, `9.30`, `41.2`, `498`, `1,210`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 99.95) return formatCount(Math.round(value));
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.0995) return value.toFixed(2);
  return value.toPrecision(2);
}

/** A factor: `5.2×`, `1,210×`. */
export function formatFactor(factor: number): string {
  return `${factor < 9.95 ? factor.toFixed(1) : formatCount(Math.round(factor))}×`;
}

/** A share as a percentage without its sign: `0.5`, `75`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  // Less than this is less than anyone could have counted.
  if (percent < 0.0005) return "0";
  return percent >= 9.95 ? percent.toFixed(0) : String(Number(percent.toPrecision(2)));
}
