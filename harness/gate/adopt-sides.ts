import type { BuildSide, BuildSides } from "./side.ts";
import { type Side, sourceOf } from "./sides/side.ts";
import type { Sides } from "./sides/sides.ts";

/** The sides that were got ready, as the comparison wants them. */
export function adoptSides({ base, head }: Pick<Sides, "base" | "head">): BuildSides {
  return { base: adopted(base), head: adopted(head) };
}

function adopted(side: Side): BuildSide {
  const { label, commit, dirty, tool, packages } = side;
  return {
    about: {
      label,
      ...(commit === undefined ? {} : { commit }),
      ...(dirty === undefined ? {} : { dirty }),
      ...(tool === undefined ? {} : { tool }),
      node: process.version,
      packages: { ...packages },
    },
    sourceOf: (entry) => sourceOf(side, entry),
  };
}
