/**
 * A run as the page reads it: the values that came, or a terminal's screen.
 *
 * @module
 */
import type { ErrorJson } from "@fluxwire/console/api";
import type { Live, Reading } from "../server/live.ts";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";
import { TerminalScreen } from "../terminal/terminal_screen.ts";

/** How many values are kept. */
const MAX_VALUES = 1_000;

/** What a run is of. */
export interface RunSetup {
  /** The source's id. */
  readonly source: string;
  /** The run's id. */
  readonly run: string;
  /** Whether it gives values, or bytes in both directions. */
  readonly kind: "stream" | "bytes";
}

/** A run that is read until it ends, or is left. */
export class Run implements Disposable {
  readonly #reading: Reading;
  readonly #version: Signal<number> = signal(0);
  readonly #end: Signal<{ readonly error: ErrorJson | null } | null> = signal(null);
  #values: unknown[] = [];
  #dropped = 0;
  /** The run's id. */
  readonly id: string;
  /** What it gives. */
  readonly kind: "stream" | "bytes";
  /** What a terminal of it shows. */
  readonly screen: TerminalScreen = new TerminalScreen();

  /** Reads from its first line on. */
  constructor(live: Live, { source, run, kind }: RunSetup) {
    this.id = run;
    this.kind = kind;
    this.#reading = live.read(source, run, {
      lines: (lines, missed) => this.#take(lines, missed),
      end: (error) => this.#end.value = { error },
    });
  }

  /** Changes whenever something has come. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  /** How it has ended; null while it goes on. */
  get end(): ReadonlySignal<{ readonly error: ErrorJson | null } | null> {
    return this.#end;
  }

  /** The values that are kept, oldest first. */
  get values(): readonly unknown[] {
    return this.#values;
  }

  /** How many values before them are no longer kept. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Sends bytes into it. */
  write(bytes: Uint8Array): void {
    this.#reading.write(bytes);
  }

  /** Reads no more. */
  [Symbol.dispose](): void {
    this.#reading[Symbol.dispose]();
  }

  #take(lines: readonly string[], missed: number): void {
    if (this.kind === "bytes") {
      if (missed > 0) this.screen.note(`${missed.toLocaleString("en")} pieces are missing here`);
      for (const line of lines) this.screen.write(Uint8Array.fromBase64(line));
    } else {
      const all = [...this.#values, ...lines.map((line): unknown => JSON.parse(line))];
      this.#dropped += missed + Math.max(0, all.length - MAX_VALUES);
      this.#values = all.slice(-MAX_VALUES);
    }
    this.#version.value++;
  }
}
