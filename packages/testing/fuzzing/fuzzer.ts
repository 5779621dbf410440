/**
 * Searches a driver for defects: sends sequence after sequence, and minimises those that break an oracle.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { Layout } from "@fluxwire/wire";
import { type Finding, findingOf } from "./finding.ts";
import { MemoryWatch } from "./memory_watch.ts";
import { minimise } from "./minimise.ts";
import { TIMED, type Violation } from "./oracle.ts";
import { type Sequence, sequenceOf } from "./sequence.ts";
import type { Greeting, Subject } from "./subject.ts";
import { type Outcome, type TrialOptions, tryOut } from "./trial.ts";

/** How to search. */
export interface FuzzOptions {
  /** The seed of every sequence. */
  seed: number;
  /** How a connection begins in each layout; the layouts take turns. */
  greetings: readonly [Greeting, ...Greeting[]];
  /** How many sequences to send; null if only time limits the search. */
  runs: number | null;
  /** When to start no more sequences, in milliseconds; null if only the runs limit the search. */
  durationMs: number | null;
  /** How many findings end the search. */
  maxFindings: number;
  /** How long an answer may take, in milliseconds. */
  answerMs: number;
  /** How much the driver's memory may grow, in bytes. */
  maxGrowthBytes: number;
  /** The clock. */
  clock: Clock;
  /** Ends the search when it aborts; findings so far are kept. */
  signal: AbortSignal;
  /** Called with each finding. */
  onFinding?: (finding: Finding) => void;
  /** Called with the totals after each sequence. */
  onRun?: (report: FuzzReport) => void;
}

/** Why the search ended. */
export type FuzzEnd = "runs" | "duration" | "findings" | "driver-lost" | "aborted";

/** The totals and findings of a search. */
export interface FuzzReport {
  /** The seed. */
  seed: number;
  /** The layouts. */
  layouts: Layout[];
  /** How many sequences were sent. */
  runs: number;
  /** How many frames they had, without Hello, OpenSession and the like. */
  requests: number;
  /** How often the driver was restarted. */
  restarts: number;
  /** Violations that did not occur again: slow machines cause them. */
  unconfirmed: number;
  /** How long the search took, in milliseconds. */
  ms: number;
  /** Why it ended. */
  ended: FuzzEnd;
  /** What is wrong with a driver that was lost; null if none was. */
  lost: string | null;
  /** The findings. */
  findings: Finding[];
}

/** The time limit of Hello, OpenSession and the last Ping, in milliseconds. */
const PATIENCE_MS = 5_000;
/** The time limit of these and of answers during minimisation: false alarms cost time, and are checked at the end. */
const SHORT_PATIENCE_MS = 1_500;
const SHORT_ANSWER_MS = 120;
/** The limits of minimising one finding, in milliseconds and attempts. */
const MINIMISE_MS = 10_000;
const MAX_ATTEMPTS = 500;
/** How often the same oracle is examined at the same request: several fields may break it. */
const MAX_LOOKS = 3;

/** Oracles that may have several causes: the driver is gone. */
const HIDES_MORE: ReadonlySet<string> = new Set(["no-answer", "no-ping", "closed"]);
const DOWN: ReadonlySet<string> = new Set(["hang", "refused", "crash"]);

/** One search. */
export class Fuzzer {
  readonly #subject: Subject;
  readonly #options: FuzzOptions;
  readonly #memory: MemoryWatch;
  readonly #findings = new Map<string, Finding>();
  readonly #looks = new Map<string, number>();
  readonly #start: number;
  #runs = 0;
  #requests = 0;
  #restarts = 0;
  #unconfirmed = 0;
  /** What is wrong with a driver that must be started again; null if nothing is. */
  #down: string | null = null;
  /** The same of one that was not started here. */
  #lost: string | null = null;
  #last: Sequence | null = null;

  /**
   * Sends nothing before {@link run}.
   *
   * @param subject A running driver.
   */
  constructor(subject: Subject, options: FuzzOptions) {
    this.#subject = subject;
    this.#options = options;
    this.#memory = new MemoryWatch(subject, options);
    this.#start = options.clock.now();
  }

  /** Searches until a limit or an abort; the report has the findings so far. */
  async run(): Promise<FuzzReport> {
    const { signal, onRun } = this.#options;
    try {
      for (let end = this.#end();; end = this.#end()) {
        if (end !== null) return this.#report(end);
        await this.#runOnce();
        onRun?.(this.#report("runs"));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return this.#report("aborted");
    }
  }

  /** Sends one sequence again, and gives the oracle that it breaks. */
  async again(sequence: Sequence): Promise<Violation | null> {
    return await this.#attempt(sequence, this.#patient());
  }

  #end(): FuzzEnd | null {
    const { runs, durationMs, maxFindings, clock } = this.#options;
    if (this.#lost !== null) return "driver-lost";
    if (this.#findings.size >= maxFindings) return "findings";
    if (runs !== null && this.#runs >= runs) return "runs";
    return durationMs !== null && clock.now() - this.#start >= durationMs ? "duration" : null;
  }

  #report(ended: FuzzEnd): FuzzReport {
    const { seed, greetings, clock } = this.#options;
    return {
      seed,
      layouts: greetings.map(({ layout }) => layout),
      runs: this.#runs,
      requests: this.#requests,
      restarts: this.#restarts,
      unconfirmed: this.#unconfirmed,
      ms: Math.round(clock.now() - this.#start),
      ended,
      lost: this.#lost,
      findings: [...this.#findings.values()],
    };
  }

  async #runOnce(): Promise<void> {
    const { seed, greetings } = this.#options;
    const run = this.#runs, greeting = greetings[run % greetings.length]!;
    const sequence = sequenceOf({ seed, run, ...greeting });
    const outcome = await this.#try(sequence, this.#patient());
    this.#runs++;
    this.#requests += outcome.requests;
    if (outcome.violation !== null) {
      this.#down = downOf(outcome.violation);
      await this.#lookInto(outcome.isEarly ? this.#last ?? sequence : sequence, outcome.violation, run);
    }
    this.#last = sequence;
    const grown = await this.#memory.look();
    if (grown !== null) {
      this.#add(findingOf(grown, { sequence, run, isReproduced: false }));
      await this.#restart(grown.detail);
    }
  }

  async #lookInto(sequence: Sequence, violation: Violation, run: number): Promise<void> {
    const kind = `${violation.oracle} ${violation.method}`, looks = this.#looks.get(kind) ?? 0;
    const known = [...this.#findings.values()].findLast((one) => `${one.oracle} ${one.method}` === kind);
    if (looks >= MAX_LOOKS && known !== undefined) {
      known.count++;
      return await this.#restartIfDown();
    }
    this.#looks.set(kind, looks + 1);
    const again = await this.#attempt(sequence, this.#patient()) ?? await this.#attempt(sequence, this.#patient());
    if (again === null) {
      if (TIMED.has(violation.oracle)) this.#unconfirmed++;
      else this.#add(findingOf(violation, { sequence, run, isReproduced: false }));
      return;
    }
    const small = await this.#minimised(sequence, again);
    this.#add(findingOf(small.violation, { sequence: small.sequence, run, isReproduced: true }));
  }

  /** The smallest sequence that breaks the same oracle, also with full patience; else the sequence itself. */
  async #minimised(sequence: Sequence, violation: Violation): Promise<{ sequence: Sequence; violation: Violation }> {
    const { clock } = this.#options, { version } = this.#greetingOf(sequence);
    const end = clock.now() + MINIMISE_MS;
    let attempts = 0;
    const small = await minimise(sequence, {
      version,
      mayGoOn: () => this.#lost === null && attempts < MAX_ATTEMPTS && clock.now() < end,
      breaks: async (candidate) => {
        attempts++;
        return isSame(await this.#attempt(candidate, this.#impatient()), violation);
      },
    });
    if (this.#lost !== null) return { sequence, violation };
    const last = await this.#attempt(small, this.#patient());
    return isSame(last, violation) ? { sequence: small, violation: last! } : { sequence, violation };
  }

  #add(finding: Finding): void {
    const known = this.#findings.get(finding.id);
    if (known !== undefined) known.count++;
    else {
      this.#findings.set(finding.id, finding);
      this.#options.onFinding?.(finding);
    }
  }

  /** The oracle that a sequence breaks; afterwards the driver itself must show that it lives. */
  async #attempt(sequence: Sequence, options: TrialOptions): Promise<Violation | null> {
    await this.#restartIfDown();
    if (this.#lost !== null) return null;
    const { violation } = await this.#try(sequence, options);
    if (violation === null || HIDES_MORE.has(violation.oracle)) {
      const after = await this.#try({ ...sequence, opening: "hello", steps: [] }, options);
      const down = downOf(after.violation);
      if (after.violation !== null && down !== null) {
        this.#down = down;
        return { ...after.violation, method: violation?.method ?? after.violation.method };
      }
    }
    this.#down = downOf(violation);
    return violation;
  }

  #try(sequence: Sequence, options: TrialOptions): Promise<Outcome> {
    return tryOut(sequence, this.#subject, this.#greetingOf(sequence), options);
  }

  async #restartIfDown(): Promise<void> {
    if (this.#down !== null) await this.#restart(this.#down);
  }

  /** @param why What is wrong with it. */
  async #restart(why: string): Promise<void> {
    this.#down = null;
    if (await this.#subject.restart()) this.#restarts++;
    else this.#lost = why;
    this.#memory.forget();
  }

  #greetingOf({ layout }: Sequence): Greeting {
    const { greetings } = this.#options;
    return greetings.find((greeting) => greeting.layout === layout) ?? greetings[0];
  }

  #patient(): TrialOptions {
    const { answerMs, clock, signal } = this.#options;
    return { answerMs, patienceMs: Math.max(PATIENCE_MS, answerMs), clock, signal };
  }

  #impatient(): TrialOptions {
    const { clock, signal } = this.#options;
    return { answerMs: SHORT_ANSWER_MS, patienceMs: SHORT_PATIENCE_MS, clock, signal };
  }
}

/** Why a driver must be started again after a violation; null if it need not. */
function downOf(violation: Violation | null): string | null {
  return violation !== null && DOWN.has(violation.oracle) ? violation.detail : null;
}

function isSame(a: Violation | null, b: Violation): boolean {
  return a !== null && a.oracle === b.oracle && (b.method === null || a.method === b.method);
}
