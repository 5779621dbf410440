/** The events of a server as they come, without end: a stream that was lost goes on behind the last event. */
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { EventLine } from "@fluxwire/console/api";
import { LineRing } from "@fluxwire/console";
import { isObject } from "../json/equal.ts";
import { parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import { causeOf, membersOf, text, textOrNull } from "./answers.ts";
import type { ModelServer } from "./model_server.ts";
import { ModelServerError } from "./server_error.ts";
import { type SentEvent, sentEvents } from "./sent_events.ts";

/** How many events before the present one are shown at first. */
const BEFORE = 200;
/** The shortest and the longest pause before the stream is opened again, in milliseconds. */
const MIN_PAUSE_MS = 200, MAX_PAUSE_MS = 5_000;
/** How long a server may say nothing, in milliseconds: it sends a comment every 15 s. */
const SILENT_MS = 45_000;
/** How much of a payload is shown, in characters. */
const MAX_SHOWN = 2_000;

/** The events of one server. */
export class Events implements AsyncDisposable {
  readonly #server: ModelServer;
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  readonly #lines = new LineRing();
  readonly #tree = new LineRing();
  #running: Promise<void> | null = null;
  /** The place behind which it goes on; `null` before the first answer. */
  #since: number | null = null;

  /** Reads nothing before a stream is asked for. */
  constructor(server: ModelServer, clock: Clock = SYSTEM_CLOCK) {
    this.#server = server;
    this.#clock = clock;
  }

  /** The events, a JSON of `EventLine` each. */
  get lines(): LineRing {
    this.#running ??= this.#run();
    return this.#lines;
  }

  /** A line for each change of the models, as the stream `tree` has them. */
  get tree(): LineRing {
    this.#running ??= this.#run();
    return this.#tree;
  }

  /** Ends both streams. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#running;
    this.#lines.finish();
    this.#tree.finish();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    for (let pauseMs = MIN_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        for await (const event of this.#connection(signal)) {
          pauseMs = MIN_PAUSE_MS;
          this.#take(event);
        }
        this.#say({ state: "reconnecting", reason: "The server ended the stream" });
      } catch (error) {
        if (signal.aborted) return;
        if (this.#skip(error)) continue;
        this.#say({ state: "reconnecting", reason: (error as Error).message });
      }
      await pause(pauseMs, { signal, clock: this.#clock });
    }
  }

  async *#connection(signal: AbortSignal): AsyncGenerator<SentEvent> {
    if (this.#since === null) {
      const { seq } = membersOf(await this.#server.ask("/", { signal }));
      this.#since = Math.max(Number(seq) - BEFORE, 0);
    }
    const silent = new AbortController(), both = AbortSignal.any([signal, silent.signal]);
    const query = new URLSearchParams({ since: String(this.#since) });
    const watch = () => this.#clock.setTimeout(() => silent.abort(new Error("The server says nothing")), SILENT_MS);
    let timer = watch();
    try {
      const response = await this.#server.stream("/events", query, both);
      this.#say({ state: "live", reason: "" });
      yield* sentEvents(response.body!, () => {
        this.#clock.clearTimeout(timer);
        timer = watch();
      });
    } catch (error) {
      throw silent.signal.aborted ? silent.signal.reason : error;
    } finally {
      this.#clock.clearTimeout(timer);
      silent.abort();
    }
  }

  #take({ id, event, data }: SentEvent): void {
    if (id !== null) this.#since = id;
    if (event === "skip" || event === "lagging" || event === "snapshot") return;
    const { seq, at, kind, model, instance, actor, cause, payload } = membersOf(parseExact(data, STORED_DEPTH));
    const shown = isObject(payload) ? this.#server.masked(stringifyExact(payload)) : "";
    this.#push({
      event: {
        seq: Number(seq),
        at: text(at),
        kind: text(kind),
        model: text(model),
        instance: textOrNull(instance),
        actor: text(actor),
        cause: causeOf(cause),
        text: shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown,
      },
    });
    if (/^(?:model|hook)\./.test(text(kind))) this.#tree.push(JSON.stringify({ changed: null }));
  }

  /** Goes on at the log's first event where those before it are gone. */
  #skip(error: unknown): boolean {
    const refusal = error instanceof ModelServerError ? error.refusal : null;
    if (refusal?.code !== "compacted" || !isObject(refusal.details)) return false;
    const first = Number(refusal.details.first);
    if (!(first - 1 > this.#since!)) return false;
    this.#since = first - 1;
    this.#say({ state: "gap", reason: `The log begins at ${first}: the events before it are gone` });
    return true;
  }

  #say(state: { readonly state: "live" | "reconnecting" | "gap"; readonly reason: string }): void {
    this.#push({ ...state, at: new Date(this.#clock.now()).toISOString() });
  }

  #push(line: EventLine): void {
    this.#lines.push(JSON.stringify(line));
  }
}
