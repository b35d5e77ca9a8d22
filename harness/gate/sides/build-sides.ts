import type { BuildSide, BuildSides } from "../side.ts";
import { type Side, sourceOf } from "./side.ts";
import type { Sides } from "./sides.ts";

/** Sides that are ready, as a comparison takes them. */
export const buildSides = ({ base, head }: Sides): BuildSides => ({
  base: asBuild(base),
  head: asBuild(head),
});

function asBuild(side: Side): BuildSide {
  const { label, commit, dirty, tool, packages } = side;
  return {
    about: {
      label,
      ...(commit === undefined ? {} : { commit }),
      ...(dirty === undefined ? {} : { dirty }),
      ...(tool === undefined ? {} : { tool }),
      // The same program runs both.
      node: process.version,
      packages: { ...packages },
    },
    sourceOf: (entry) => sourceOf(side, entry),
  };
}
