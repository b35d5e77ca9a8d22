import type { Comparison, ComparisonRow, ComparisonSide } from "../../core/comparison.ts";

/**
 * Other versions explain other bytes and times: they are told first. Nothing where both sides have the same, or
 * where a side does not say what it had.
 */
export function versionNotes(
  base: Pick<ComparisonSide, "node" | "packages">,
  head: Pick<ComparisonSide, "node" | "packages">,
  rows: readonly ComparisonRow[],
): Comparison["notes"] {
  if (base.packages === undefined || head.packages === undefined) return [];
  const [was, is] = [versionsOf(base), versionsOf(head)];
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter(
    (name) => was.get(name) !== is.get(name),
  );
  if (differing.length === 0) return [];
  const failed = rows.some(({ outcome }) => outcome === "regressed" || outcome === "missing");
  const list = differing.map(
    (name) => `${name} ${was.get(name) ?? "absent"} there, ${is.get(name) ?? "absent"} here`,
  );
  return [
    {
      code: "OTHER_VERSIONS",
      message: `${failed ? "this may explain what follows: " : ""}the base has other versions: ${list.join("; ")}`,
    },
  ];
}

const versionsOf = ({ node, packages = {} }: Pick<ComparisonSide, "node" | "packages">) =>
  new Map([...(node === undefined ? [] : [["node", node] as const]), ...Object.entries(packages)]);
