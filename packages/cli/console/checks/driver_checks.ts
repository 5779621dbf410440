/**
 * The checks of conformance on a driver of a console, as a stream of results.
 *
 * @module
 */
import { LineRing, withoutPaths } from "@fluxwire/console";
import type { ShownCheck } from "@fluxwire/console/api";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import { sessionRequest } from "@fluxwire/wire/client";
import { Secrets } from "@fluxwire/transport/secrets";
import {
  type CheckResult,
  checksOf,
  isClean,
  runChecks,
  type Subject,
  type Suite,
  SUITES,
  summaryOf,
  summaryText,
} from "@fluxwire/testing/conformance";
import { UsageError } from "@fluxwire/command";
import type { Driver } from "../../driver/driver.ts";
import type { PushLine } from "../driver_runs.ts";
import { checkLines, checksHeader } from "./check_frames.ts";
import { shownCheck } from "./shown_check.ts";

/** How long a check may take, in milliseconds, and how many run at once: they mostly wait for the driver. */
const DEADLINE_MS = 5_000, CONCURRENCY = 4;

/** What is run. */
export interface CheckWish {
  readonly suite: Suite;
  readonly layouts: readonly Layout[];
}

/** The wish of a page. @throws {UsageError} For a suite or a layout that is not known. */
export function checkWish(input: unknown): CheckWish {
  const { suite: wanted = "core", layouts: named = ["0.7.1"] } = (input ?? {}) as Record<string, unknown>;
  const suite = SUITES.find((one) => one === wanted);
  if (suite === undefined) throw new UsageError(`Cannot run this suite: choose one of ${SUITES.join(", ")}`);
  const layouts = LAYOUTS.filter((one) => Array.isArray(named) && named.includes(one));
  if (layouts.length === 0) throw new UsageError(`Cannot run checks: choose layouts of ${LAYOUTS.join(", ")}`);
  return { suite, layouts };
}

/** The checks of one driver. */
export class DriverChecks {
  readonly #driver: Driver;
  readonly #frames = new Map<string, LineRing>();
  #count = 0;

  /** Nothing is run yet. */
  constructor(driver: Driver) {
    this.#driver = driver;
  }

  /** The frames of a failed check of the last run. */
  frames(id: string): LineRing | null {
    return this.#frames.get(id) ?? null;
  }

  /** Runs checks, and pushes a line for each result, then the totals, also of a run that was cancelled. */
  async run({ suite, layouts }: CheckWish, push: PushLine, signal: AbortSignal): Promise<void> {
    const checks = checksOf(suite), start = performance.now(), results: CheckResult[] = [];
    this.#frames.clear();
    const ofLayout = (layout: Layout) =>
      Object.values(checks).filter((check) => check.layouts?.includes(layout) ?? true).length;
    push({ total: layouts.reduce((sum, layout) => sum + ofLayout(layout), 0) });
    const onResult = (result: CheckResult) => {
      results.push(result);
      push({ check: this.#shown(result) });
    };
    try {
      const concurrency = suite === "hostile" ? 1 : CONCURRENCY, options = { checks, layouts, concurrency, signal };
      await runChecks(this.#subject(), { ...options, deadlineMs: DEADLINE_MS, sharesSessions: true, onResult });
    } finally {
      const ms = Math.round(performance.now() - start);
      const summary = summaryOf(results, [], ms, { interrupted: signal.aborted });
      push({ summary: summaryText(summary), isClean: isClean(summary), ms });
    }
  }

  /** The driver is not restarted: pages have sessions with it. */
  #subject(): Subject {
    const driver = this.#driver, secrets = new Secrets();
    secrets.add([driver.token]);
    return {
      dial: (signal) => driver.dial(signal),
      token: driver.token,
      isTokenItsOwn: driver.isLaunched,
      sessionRequest: (hello, layout) => sessionRequest({ hello, layout, socketId: driver.target.socketId }),
      secrets,
      restart: null,
      ends: null,
    };
  }

  #shown(result: CheckResult): ShownCheck {
    const { verdict, frames } = result;
    const stream = verdict === "failed" && frames.length > 0 ? `check-${++this.#count}` : null;
    if (stream !== null) this.#frames.set(stream, ringOf([checksHeader(new Date()), ...checkLines([result])]));
    return shownCheck(result, { stream, connections: null }, withoutPaths);
  }
}

/** One batch, as {@link ShownFrames} has it. */
function ringOf(lines: readonly string[]): LineRing {
  const ring = new LineRing();
  ring.push(JSON.stringify({ lines, missed: 0 }));
  ring.finish();
  return ring;
}
