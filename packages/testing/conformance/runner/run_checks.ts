/**
 * Runs checks layout by layout: each after those that it needs, several at once. A check that failed because of time
 * or a lost connection runs once more, alone.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { Check, CheckTable } from "../check.ts";
import { dismiss, type SessionKeeper } from "./bench.ts";
import { DeathWatch } from "./death_watch.ts";
import { Facts } from "./facts.ts";
import { type Outcome, runCheck } from "./run_check.ts";
import type { Subject } from "./subject.ts";
import { tidyUp } from "./tidy_up.ts";
import { isWell, servesSideBySide } from "./well_being.ts";
import type { CheckResult } from "./verdict.ts";

/** Which checks to run, and how. */
export interface RunOptions {
  /** The checks, including those that they need. */
  checks: CheckTable;
  /** The layouts, one after the other. */
  layouts: readonly Layout[];
  /** How long a check may take, in milliseconds. */
  deadlineMs: number;
  /** How many checks run at once, not counting those that wait for others. */
  concurrency: number;
  /** Whether checks may share sessions, which is faster if opening one takes long. */
  sharesSessions: boolean;
  /** Ends the run when it aborts. */
  signal: AbortSignal;
  /** Called with the result of each check. */
  onResult?: (result: CheckResult) => void;
}

/**
 * Runs the checks.
 *
 * @returns A result for each check in each of its layouts, in the order of the table.
 * @throws The signal's reason, and defects of Fluxwire.
 */
export async function runChecks(subject: Subject, options: RunOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const layout of options.layouts) results.push(...await new LayoutRun(subject, layout, options).run());
  return results;
}

/** The checks of one layout. */
class LayoutRun {
  readonly #subject: Subject;
  readonly #layout: Layout;
  readonly #options: RunOptions;
  readonly #facts: Facts;
  readonly #waiting: Map<string, Check>;
  readonly #settled = new Map<string, CheckResult>();
  /** Whether the driver serves connections side by side: otherwise a shared session would block all others. */
  #isSideBySide = false;
  readonly #deaths = new DeathWatch();
  #running = 0;
  /** How many checks wait to run alone. */
  #queued = 0;
  /** Whether a check runs alone, or is about to: no other starts. */
  #isAlone = false;
  #change = Promise.withResolvers<void>();
  /** Why the driver cannot be reached any more; null while it can. */
  #gone: string | null = null;

  constructor(subject: Subject, layout: Layout, options: RunOptions) {
    this.#subject = subject;
    this.#layout = layout;
    this.#options = options;
    this.#facts = new Facts(subject.ends?.length);
    this.#waiting = new Map(
      Object.entries(options.checks).filter(([, { layouts }]) => layouts === undefined || layouts.includes(layout)),
    );
  }

  async run(): Promise<CheckResult[]> {
    const order = [...this.#waiting.keys()];
    this.#watchProcess();
    const { concurrency, sharesSessions, deadlineMs, signal } = this.#options;
    if (concurrency > 1 || sharesSessions) {
      this.#isSideBySide = await servesSideBySide(this.#subject, this.#layout, { deadlineMs, signal });
    }
    const workers = Array.from({ length: this.#isSideBySide ? concurrency : 1 }, () => this.#work());
    await Promise.all(workers);
    await tidyUp(this.#subject, this.#layout, this.#facts);
    return order.map((id) => this.#settled.get(id)!);
  }

  async #work(): Promise<void> {
    const keeper: SessionKeeper = { end: null, table: null };
    try {
      for (;;) {
        const next = await this.#next();
        if (next === null) return;
        await this.#settle(next.id, next.check, keeper);
      }
    } finally {
      dismiss(keeper);
    }
  }

  /** The next check whose needs are settled; null when all are done. */
  async #next(): Promise<{ id: string; check: Check } | null> {
    for (;;) {
      this.#options.signal.throwIfAborted();
      if (!this.#isAlone) {
        for (const [id, check] of this.#waiting) {
          if (!this.#needsOf(check).every((need) => this.#settled.has(need))) continue;
          if (check.isLast && this.#waiting.size + this.#running > 1) continue;
          this.#waiting.delete(id);
          return { id, check };
        }
        if (this.#waiting.size === 0) return null;
      }
      await this.#change.promise;
    }
  }

  /** Needs that do not apply in this layout are dropped. */
  #needsOf({ needs = [] }: Check): readonly string[] {
    return needs.filter((need) => this.#waiting.has(need) || this.#settled.has(need) || this.#isKnown(need));
  }

  #isKnown(need: string): boolean {
    const check = this.#options.checks[need];
    if (check === undefined) throw new TypeError(`No such check: ${need}`);
    return check.layouts === undefined || check.layouts.includes(this.#layout);
  }

  async #settle(id: string, check: Check, keeper: SessionKeeper): Promise<void> {
    const hindrance = this.#hindranceOf(check);
    if (hindrance !== null) return this.#add({ ...this.#bare(id, check), ...hindrance });
    this.#running++;
    try {
      const first = await this.#attempt(id, check, keeper);
      this.#add((first.isShaky ? await this.#alone(() => this.#again(id, check, keeper)) : first).result);
    } finally {
      this.#running--;
      this.#announce();
    }
  }

  /** Why a check is not run: a check that it needs did not pass. */
  #hindranceOf(check: Check): Pick<CheckResult, "verdict" | "message"> | null {
    if (this.#gone !== null) return { verdict: "blocked", message: this.#gone };
    const needs = this.#needsOf(check).map((need) => this.#settled.get(need)!);
    const lost = needs.find(({ verdict }) => verdict === "failed" || verdict === "blocked");
    if (lost !== undefined) {
      return {
        verdict: "blocked",
        message: `it needs ${lost.id}, which ${lost.verdict === "failed" ? "failed" : "was blocked"}`,
      };
    }
    const skipped = needs.find(({ verdict }) => verdict === "skipped");
    return skipped === undefined ? null : { verdict: "skipped", message: skipped.message };
  }

  #bare(id: string, { section, suite, text }: Check): CheckResult {
    const nothing = { verdict: "blocked", ms: 0, frames: [], omittedFrames: 0 } as const;
    return { id, section, suite, text, layout: this.#layout, ...nothing };
  }

  async #attempt(id: string, check: Check, keeper: SessionKeeper): Promise<Outcome> {
    const { deadlineMs, sharesSessions, signal } = this.#options;
    this.#deaths.begin(id);
    const outcome = await runCheck(id, check, {
      subject: this.#subject,
      layout: this.#layout,
      facts: this.#facts,
      keeper: sharesSessions && this.#isSideBySide ? keeper : null,
      deadlineMs,
      signal,
    });
    if (outcome.isShaky) this.#deaths.see();
    this.#deaths.end(id);
    return outcome;
  }

  /** Sees the end of the process as it is now. */
  #watchProcess(): void {
    this.#subject.ended?.().then(() => this.#deaths.see());
  }

  /** A second attempt, on a driver that answers: other checks and a slow machine are not its fault. */
  async #again(id: string, check: Check, keeper: SessionKeeper): Promise<Outcome> {
    await this.#recover(keeper);
    const second = await this.#attempt(id, check, keeper);
    if (second.isShaky) await this.#recover(keeper);
    return second;
  }

  /** Restarts a driver that no longer answers, if this run started it. */
  async #recover(keeper: SessionKeeper): Promise<void> {
    const { deadlineMs, signal } = this.#options;
    if (await isWell(this.#subject, this.#layout, { deadlineMs, signal })) return this.#deaths.forget();
    const { restart, ends } = this.#subject;
    if (restart === null) return;
    dismiss(keeper);
    const endsBefore = ends?.length;
    try {
      await restart();
      const when = this.#deaths.take();
      if (ends?.length !== endsBefore) this.#facts.deaths.push(when);
      this.#watchProcess();
    } catch (error) {
      signal.throwIfAborted();
      this.#gone = `the driver could not be started again: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Runs a task while no other check runs. */
  async #alone<T>(step: () => Promise<T>): Promise<T> {
    this.#queued++;
    this.#announce();
    while (this.#isAlone) await this.#change.promise;
    this.#isAlone = true;
    this.#queued--;
    try {
      while (this.#running > 1 + this.#queued) await this.#change.promise;
      return await step();
    } finally {
      this.#isAlone = false;
      this.#announce();
    }
  }

  #add(result: CheckResult): void {
    this.#settled.set(result.id, result);
    this.#options.onResult?.(result);
    this.#announce();
  }

  #announce(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}
