/** The shells with completion. Apart from the scripts, so that help can list them. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];
