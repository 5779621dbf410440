/**
 * Streams of a host's services that are asked for again when they end, each read from when a page asks for it first.
 *
 * @module
 */
import { LineRing, SourceError } from "@fluxwire/console";
import type { Question } from "@fluxwire/supervise";
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { HostAsker } from "./host_asker.ts";

/** The most streams at once; the one that was asked for first ends then, and says so. */
const MAX_STREAMS = 8;
/** The pause before a stream is asked for again, in milliseconds. */
const AGAIN_MS = 2_000;
/** What the stream says that ends for another. */
const TOO_MANY = `The console follows ${MAX_STREAMS} services at once, and this one no more`;

/** What is followed. */
export interface FollowedSetup {
  /** Asks the host. */
  readonly asker: HostAsker;
  /** What it is asked, besides the service. */
  readonly question: Question;
  /** The line of an event. */
  lineOf(event: unknown): string;
  /** The line that says why there are no events now. */
  noteOf(text: string, time: Date): string;
  /**
   * The timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  readonly clock?: Clock;
}

interface Open {
  readonly lines: LineRing;
  readonly ending: AbortController;
  readonly running: Promise<void>;
}

/** One verb of a host, for each service. */
export class Followed implements AsyncDisposable {
  readonly #setup: FollowedSetup;
  readonly #open = new Map<string, Open>();
  readonly #ending = new Set<Promise<void>>();

  /** Nothing is read yet. */
  constructor(setup: FollowedSetup) {
    this.#setup = setup;
  }

  /** The lines of a service. */
  of(service: string): LineRing {
    const known = this.#open.get(service);
    if (known !== undefined) return known.lines;
    const [first] = this.#open.keys();
    if (this.#open.size >= MAX_STREAMS) this.#close(first!, TOO_MANY);
    const lines = new LineRing(), ending = new AbortController();
    const running = this.#run(service, lines, ending.signal);
    this.#open.set(service, { lines, ending, running });
    return lines;
  }

  /** Ends them. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of [...this.#open.keys()]) this.#close(service, null);
    await Promise.all(this.#ending);
  }

  /** @param why What its stream says at its end; null for nothing. */
  #close(service: string, why: string | null): void {
    const { lines, ending, running } = this.#open.get(service)!, { noteOf, clock = SYSTEM_CLOCK } = this.#setup;
    if (why !== null) lines.push(noteOf(why, new Date(clock.now())));
    lines.finish();
    this.#open.delete(service);
    ending.abort();
    this.#ending.add(running);
    running.then(() => this.#ending.delete(running));
  }

  async #run(service: string, lines: LineRing, signal: AbortSignal): Promise<void> {
    const { lineOf, noteOf, clock = SYSTEM_CLOCK } = this.#setup;
    const onEvent = (event: unknown) => lines.push(lineOf(event));
    let said = "";
    while (!signal.aborted) {
      const ended = await this.#follow({ service, signal, onEvent });
      if (signal.aborted) break;
      if (ended !== said) lines.push(noteOf(ended, new Date(clock.now())));
      said = ended;
      await pause(AGAIN_MS, { signal, clock });
    }
  }

  /** Why it ended, in a sentence. */
  async #follow(
    { service, ...options }: { service: string; signal: AbortSignal; onEvent: (event: unknown) => void },
  ): Promise<string> {
    try {
      await this.#setup.asker.ask({ ...this.#setup.question, service, follow: true }, options);
      return "The host was stopped";
    } catch (error) {
      return error instanceof SourceError ? error.message : "The console ends";
    }
  }
}
