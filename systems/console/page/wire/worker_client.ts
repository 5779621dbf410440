/**
 * The page's end of its worker.
 *
 * @module
 */
import type { Counts, DiffLeaf, FrameDetail, FromWorker, ListRow, Strip, ToWorker } from "../../worker/messages.ts";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

const NOTHING: Counts = {
  all: 0,
  shown: 0,
  places: 0,
  errors: 0,
  missed: 0,
  dropped: 0,
  characters: 0,
  layout: null,
  isMasked: null,
  file: null,
  filterProblem: null,
  damage: null,
};

/** The most pins at once. */
const MAX_PINS = 8;

/** The rows of one source, which a worker keeps. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #counts: Signal<Counts> = signal(NOTHING);
  readonly #pins: Signal<readonly ListRow[]> = signal([]);
  readonly #asked = new Map<number, (message: FromWorker) => void>();
  readonly #waiting: ToWorker[] = [];
  #isReady = false;
  #asks = 0;

  /** Starts the worker, which says first that it is ready: what is sent before would be lost. */
  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: { data: FromWorker }) => this.#take(data);
  }

  /** What the source says of its frames, such as why none come now; null for nothing. */
  readonly note: Signal<string | null> = signal(null);
  /** Whether no more come. */
  readonly hasEnded: Signal<boolean> = signal(false);

  /** How much there is; at most ten times a second. */
  get counts(): ReadonlySignal<Counts> {
    return this.#counts;
  }

  /** Ends the worker; what was asked stays without an answer. */
  end(): void {
    this.#worker.terminate();
  }

  /** Sends what has no answer. */
  say(message: ToWorker): void {
    if (this.#isReady) this.#worker.postMessage(message);
    else this.#waiting.push(message);
  }

  /** Rows of the filtered list, by their places. */
  async rows(from: number, count: number): Promise<readonly ListRow[]> {
    const answer = await this.#ask((ask) => ({ do: "rows", ask, from, count }));
    return answer.is === "rows" ? answer.rows : [];
  }

  /** Where a row stands in the filtered list; null if it is not shown. */
  async place(number: number): Promise<number | null> {
    const answer = await this.#ask((ask) => ({ do: "place", ask, number }));
    return answer.is === "place" ? answer.place : null;
  }

  /** Where the next row stands that says that something failed, or the one before; otherwise null. */
  async error(from: number, by: 1 | -1): Promise<number | null> {
    const answer = await this.#ask((ask) => ({ do: "error", ask, from, by }));
    return answer.is === "place" ? answer.place : null;
  }

  /** The newest row that says that something failed, also one that the filter does not show; null without any. */
  async lastError(): Promise<ListRow | null> {
    const answer = await this.#ask((ask) => ({ do: "lastError", ask }));
    return answer.is === "rows" ? answer.rows[0] ?? null : null;
  }

  /** The number of the first row that a filter fits; otherwise null. */
  async first(filter: string): Promise<number | null> {
    const answer = await this.#ask((ask) => ({ do: "first", ask, filter }));
    return answer.is === "place" ? answer.place : null;
  }

  /** The leaves in which two frames differ; null if one is not kept, or was not read. */
  async diff(before: number, after: number): Promise<readonly DiffLeaf[] | null> {
    const answer = await this.#ask((ask) => ({ do: "diff", ask, before, after }));
    return answer.is === "diff" ? answer.leaves : null;
  }

  /** Frames and errors over time. */
  async strip(parts: number): Promise<Strip | null> {
    const answer = await this.#ask((ask) => ({ do: "strip", ask, parts }));
    return answer.is === "strip" ? answer.strip : null;
  }

  /** Frames that are kept for comparisons, oldest first. */
  get pins(): ReadonlySignal<readonly ListRow[]> {
    return this.#pins;
  }

  /** Pins a frame, or takes its pin away; the oldest pin goes if there are too many. */
  pin(row: ListRow): void {
    const others = this.#pins.value.filter(({ number }) => number !== row.number);
    this.#pins.value = others.length < this.#pins.value.length ? others : [...others, row].slice(-MAX_PINS);
    this.say({ do: "pins", numbers: this.#pins.value.map(({ number }) => number) });
  }

  /** One frame; null if it is not kept. */
  async frame(number: number): Promise<FrameDetail | null> {
    const answer = await this.#ask((ask) => ({ do: "frame", ask, number }));
    return answer.is === "frame" ? answer.frame : null;
  }

  #ask(make: (ask: number) => ToWorker): Promise<FromWorker> {
    const ask = ++this.#asks, { promise, resolve } = Promise.withResolvers<FromWorker>();
    this.#asked.set(ask, resolve);
    this.say(make(ask));
    return promise;
  }

  #take(message: FromWorker): void {
    if (message.is === "counts") {
      this.#counts.value = message.counts;
    } else if (message.is === "ready") {
      this.#isReady = true;
      for (const waiting of this.#waiting.splice(0)) this.#worker.postMessage(waiting);
    } else {
      this.#asked.get(message.ask)?.(message);
      this.#asked.delete(message.ask);
    }
  }
}
