import type { Check } from "./check.ts";
import {
  coresCheck,
  descriptorsCheck,
  loadCheck,
  memoryCheck,
  namespacesCheck,
  portsCheck,
  versionsCheck,
} from "./machine-checks.ts";
import type { Readings } from "./readings.ts";
import { clockCheck, loopbackCheck, processesCheck, sleepCheck, timersCheck } from "./timing-checks.ts";

/** Every check of a machine, in the order of `CHECK_NAMES`. */
export function checksOf(readings: Readings): readonly Check[] {
  const { facts } = readings;
  return [
    timersCheck(readings.timers),
    sleepCheck(readings.sleep),
    clockCheck(readings.clock),
    processesCheck(readings.processes),
    loopbackCheck(readings.loopback),
    descriptorsCheck(facts),
    portsCheck(facts),
    coresCheck(facts),
    memoryCheck(facts),
    loadCheck(facts, readings.cpu),
    namespacesCheck(readings.namespace),
    versionsCheck(facts),
  ];
}
