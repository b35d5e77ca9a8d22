import { didYouMean } from "../../../core/nearest.ts";
import { askGit, type Repository } from "./git.ts";
import { unusable } from "./unusable.ts";

const LONGEST_REF = 1000;

/** The commit that a git ref means; `undefined` where there is none of that name. */
export async function commitOf(
  { top }: Repository,
  ref: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!couldBeRef(ref)) return undefined;
  const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const answer = await askGit(top, words, signal);
  return answer.status === "ok" && /^[0-9a-f]{40,64}$/.test(answer.text) ? answer.text : undefined;
}

/** No ref begins with a dash or holds a control character, and an option must never be taken for one. */
function couldBeRef(text: string): boolean {
  return text !== "" && text.length <= LONGEST_REF && !text.startsWith("-") && !/\p{Cc}/u.test(text);
}

/** The error of a name that is neither a ref nor a folder, with what was probably meant. */
export async function noSuchRef(repository: Repository, ref: string, signal?: AbortSignal): Promise<Error> {
  const { top } = repository;
  const shallow = await askGit(top, ["rev-parse", "--is-shallow-repository"], signal);
  const shown = JSON.stringify(ref.slice(0, 100));
  if (shallow.status === "ok" && shallow.text === "true") {
    return unusable(
      `there is no git ref ${shown} here: this is a shallow clone, which holds only the newest commits`,
      "fetch the whole history: `fetch-depth: 0` for actions/checkout, GIT_DEPTH: 0 on GitLab, or `git fetch --unshallow`",
    );
  }
  const listed = await askGit(
    top,
    ["for-each-ref", "--count=2000", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"],
    signal,
  );
  const names = listed.status === "ok" ? listed.text.split("\n").filter((name) => name !== "") : [];
  const remote = names.find((name) => name.endsWith(`/${ref}`));
  const meant = remote === undefined ? didYouMean(ref, names) : `did you mean "${remote}"?`;
  const some = names.slice(0, 8).join(", ");
  return unusable(
    `${shown} is neither a git ref nor a folder here`,
    meant ?? (some === "" ? "the repository has no commit yet" : `some that there are: ${some}`),
  );
}
