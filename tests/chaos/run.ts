/**
 * A run: callers ask drivers, which are killed and suspended meanwhile, over connections that break.
 *
 * @module
 */
import { type Draw, onceIn, oneOf, seededDraw } from "../../packages/testing/generate/draw.ts";
import { callOnce } from "./caller.ts";
import { check, type Violation } from "./checker.ts";
import { History } from "./history.ts";
import { RestlessDriver } from "./restless_driver.ts";

const DRIVERS = 3, CALLERS = 6;
/** One connection in so many kills or suspends the driver. */
const KILL_IN = 25, STANDSTILL_IN = 20;

/** What to run. */
export interface RunOptions {
  /** The seed of all random choices; the system's timing is not seeded. */
  seed: number;
  /** The run ends after so many calls... */
  calls: number;
  /** ...and so many milliseconds have passed. */
  ms: number;
}

/** The result of a run. */
export interface RunReport {
  /** The number of calls, and how they ended. */
  calls: { made: number; answered: number; failed: number };
  /** The number of connections, and how many of them broke. */
  connections: { opened: number; broken: number };
  /** How often a driver was killed, and suspended. */
  drivers: { kills: number; standstills: number };
  /** All broken rules. */
  violations: Violation[];
}

/** Runs until calls and time are spent, and every kind of disturbance has happened. */
export async function run({ seed, calls, ms }: RunOptions): Promise<RunReport> {
  await using stack = new AsyncDisposableStack();
  const drivers = Array.from({ length: DRIVERS }, () => stack.use(new RestlessDriver()));
  const report = emptyReport();
  const end = performance.now() + ms;
  const hasHappened = (what: "kills" | "standstills") => drivers.some(({ counts }) => counts[what] > 0);
  const isOver = () =>
    report.calls.made >= calls && performance.now() >= end && hasHappened("kills") && hasHappened("standstills");
  const caller = async (draw: Draw): Promise<void> => {
    while (!isOver()) {
      const history = new History();
      const disturbed = disturb(oneOf(draw, drivers), draw);
      const made = await callOnce({ drivers, history, draw });
      report.calls.made += made;
      await disturbed;
      count(report, history);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, i) => caller(seededDraw(seed + i))));
  for (const { counts } of drivers) {
    report.drivers.kills += counts.kills;
    report.drivers.standstills += counts.standstills;
  }
  return report;
}

/** Disturbs, while a caller works, its own driver or another's. */
async function disturb(driver: RestlessDriver, draw: Draw): Promise<void> {
  if (onceIn(draw, KILL_IN)) await driver.kill();
  else if (onceIn(draw, STANDSTILL_IN)) await driver.standStill();
}

/** Checks one connection's history, which is complete by itself, and drops it, so that a long run needs no memory. */
function count(report: RunReport, { events }: History): void {
  report.violations.push(...check(events));
  for (const event of events) {
    if (event.type === "end") report.calls[event.outcome]++;
    if (event.type !== "closed") continue;
    report.connections.opened++;
    if (event.cause === "fault") report.connections.broken++;
  }
}

function emptyReport(): RunReport {
  return {
    calls: { made: 0, answered: 0, failed: 0 },
    connections: { opened: 0, broken: 0 },
    drivers: { kills: 0, standstills: 0 },
    violations: [],
  };
}
