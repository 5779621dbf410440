/**
 * What the page keeps of the checks and recordings of a driver while it is open.
 *
 * @module
 */
import {
  type CheckLine,
  type ErrorJson,
  isCheckLine,
  isProtocolSection,
  isRecordings,
  isReplayLine,
  type ProtocolSection,
  type ReplayLine,
  type ShownCheck,
  type ShownRecording,
} from "@fluxwire/console/api";
import type { Api } from "../server/api.ts";
import type { Live, Reading } from "../server/live.ts";
import { perSource } from "../server/per_source.ts";
import { unknownAnswer } from "../server/server.ts";
import { batch, type ReadonlySignal, type Signal, signal } from "../signals.ts";
import type { Session } from "../shell/session.ts";
import { failedFirst } from "./failed_first.ts";
import { insideRun } from "./inside_run.ts";

/** What it reads and asks with. */
export interface ChecksSetup {
  /** Gives streams. */
  readonly live: Pick<Live, "read">;
  /** Asks. */
  readonly api: Pick<Api, "ask">;
}

/** A run of checks. */
export interface CheckRun {
  /** Its id; null before the server has given it one. */
  readonly id: string | null;
  /** How many results there will be. */
  readonly total: number;
  /** Those that have come, failed ones first. */
  readonly results: readonly ShownCheck[];
  /** The totals; null while it runs. */
  readonly end: Extract<CheckLine, { summary: unknown }> | null;
  /** Why it ended early; null if it did not. */
  readonly error: ErrorJson | null;
}

/** A replay. */
export interface Replayed {
  /** The recording. */
  readonly recording: ShownRecording;
  /** What it came to; null while it runs. */
  readonly report: ReplayLine | null;
  /** Why it ended early; null if it did not. */
  readonly error: ErrorJson | null;
}

/** One driver. */
export class ChecksState {
  readonly #setup: ChecksSetup;
  readonly #source: string;
  readonly #run: Signal<CheckRun | null> = signal(null);
  readonly #recordings: Signal<readonly ShownRecording[]> = signal([]);
  #reading: Reading | null = null;
  readonly #replayed: Signal<Replayed | null> = signal(null);

  /** Nothing is run. */
  constructor(setup: ChecksSetup, source: string) {
    this.#setup = setup;
    this.#source = source;
  }

  /** The last run; null if there was none. */
  get run(): ReadonlySignal<CheckRun | null> {
    return this.#run;
  }

  /** The recordings, as far as they were asked for. */
  get recordings(): ReadonlySignal<readonly ShownRecording[]> {
    return this.#recordings;
  }

  /** The last replay; null if there was none. */
  get replayed(): ReadonlySignal<Replayed | null> {
    return this.#replayed;
  }

  /** Shows the last run of the server, such as one that another page has begun, unless it is shown. */
  async find(): Promise<void> {
    const before = this.#run.value, { run } = await this.#ask<{ run: string | null }>("lastRun", null);
    if (run !== null && run !== before?.id && this.#run.value === before) this.#show(run);
  }

  /** Runs checks. @throws {PageError} What the server refuses; a run that goes on already is shown then. */
  async begin(suite: string, layouts: readonly string[]): Promise<void> {
    try {
      const { run } = await this.#ask<{ run: string }>("conformance", { suite, layouts });
      this.#show(run);
    } catch (error) {
      await this.find();
      throw error;
    }
  }

  /** A section of PROTOCOL.md. @throws {PageError} If the server does not answer. */
  async section(anchor: string): Promise<ProtocolSection> {
    const section: unknown = await this.#ask("section", { section: anchor });
    if (isProtocolSection(section)) return section;
    throw unknownAnswer("section");
  }

  #show(id: string): void {
    this.#reading?.[Symbol.dispose]();
    this.#run.value = { id, total: 0, results: [], end: null, error: null };
    this.#reading = this.#setup.live.read(this.#source, id, {
      lines: (lines) => {
        const known = lines.map((line): unknown => JSON.parse(line)).filter(isCheckLine);
        batch(() => this.#take(id, known));
      },
      end: (error) => this.#change(id, { error }),
    });
  }

  /** Cancels the run. */
  async cancel(): Promise<void> {
    await this.#ask("cancelRun", { run: this.#run.value?.id ?? "" });
  }

  /** Asks for the recordings. */
  async look(): Promise<void> {
    this.#takeRecordings(await this.#ask("recordings", null));
  }

  /** Begins to record, or ends it. @throws {PageError} What the server refuses. */
  async record(isOn: boolean): Promise<void> {
    this.#takeRecordings(await this.#ask("record", { isOn }));
  }

  /** Replays a recording to the driver. @throws {PageError} What the server refuses. */
  async replay(recording: ShownRecording): Promise<void> {
    this.#replayed.value = { recording, report: null, error: null };
    try {
      const { run } = await this.#ask<{ run: string }>("replay", { recording: recording.id });
      this.#setup.live.read(this.#source, run, {
        lines: ([line]) => {
          const report: unknown = JSON.parse(line!);
          if (isReplayLine(report)) this.#replayed.value = { recording, report, error: null };
        },
        end: (error) => error !== null && (this.#replayed.value = { recording, report: null, error }),
      });
    } catch (error) {
      this.#replayed.value = null;
      throw error;
    }
  }

  /** All lines of a recording that has ended. */
  async linesOf({ id, isOn }: ShownRecording): Promise<string[]> {
    if (isOn) await this.record(false);
    const { promise, resolve } = Promise.withResolvers<void>(), all: string[] = [];
    this.#setup.live.read(this.#source, id, { lines: (lines) => all.push(...lines), end: () => resolve() });
    await promise;
    return all;
  }

  #ask<T>(operation: string, input: unknown): Promise<T> {
    return this.#setup.api.ask<T>(this.#source, operation, input);
  }

  #takeRecordings(found: unknown): void {
    if (isRecordings(found)) this.#recordings.value = found;
  }

  #take(id: string, lines: readonly CheckLine[]): void {
    const found = lines.flatMap((line) => "check" in line ? [line.check] : []);
    if (found.length > 0) this.#change(id, { results: failedFirst([...this.#run.value?.results ?? [], ...found]) });
    for (const line of lines) {
      if ("total" in line) this.#change(id, { total: line.total });
      else if ("summary" in line) this.#change(id, { end: line });
    }
  }

  #change(id: string, change: Partial<CheckRun>): void {
    if (this.#run.value?.id === id) this.#run.value = { ...this.#run.value, ...change };
  }
}

/** The state of a source; a page has one for as long as it is open. */
export const checksStateOf: (session: Session, source: string) => ChecksState = perSource((session, source) => {
  return new ChecksState(session.inside === null ? session : insideRun(session.inside.report), source);
});
