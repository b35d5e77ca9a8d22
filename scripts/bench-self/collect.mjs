import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects garbage, so that memory is what is needed and not what was dropped while connecting. */
export function collect() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
