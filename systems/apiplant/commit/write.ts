/** A server's write path from a request to its answer. */
import type { Event } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { type Command, type Committed, signalOf, type Writer } from "./command.ts";
import type { Committer } from "./committer.ts";
import { keyName } from "./keys.ts";
import type { Log } from "./log.ts";
import { outcomesOf } from "./outcome.ts";
import type { Prepared } from "./planned.ts";
import { prepare } from "./prepare.ts";
import type { PreparationParts } from "./preparation.ts";
import { Refusal, type RefusalCode } from "./refusal.ts";
import type { Decision } from "./queue.ts";
import { requestHashMatches } from "./repeated.ts";

/** How often a command is prepared. */
const MAX_ATTEMPTS = 5;

/** Refusals of changes that may still be in the log. */
const UNKNOWN: readonly RefusalCode[] = ["timeout", "read_only", "storage", "stopping"];

/** How deep changes of hooks may cause each other. */
export const MAX_DEPTH = 5;

/** Prepares, decides, appends, runs post hooks. */
export class WritePath implements Writer {
  readonly #log: Log;
  readonly #committer: Committer;
  readonly #parts: PreparationParts;
  readonly #running = new Set<string>();

  /** Writes through this committer. */
  constructor(log: Log, committer: Committer, parts: PreparationParts) {
    this.#log = log;
    this.#committer = committer;
    this.#parts = parts;
  }

  async write(command: Command): Promise<Committed> {
    this.#log.requireWritable();
    if (command.cause !== undefined && command.cause.depth > MAX_DEPTH) {
      throw new Refusal("forbidden", `Hooks may cause each other's changes ${MAX_DEPTH} deep`);
    }
    const { idempotency } = command;
    try {
      return idempotency === undefined ? await this.#write(command) : await this.#writeOnce(idempotency.key, command);
    } catch (error) {
      throw this.#log.refusalOf(error);
    }
  }

  /** Writes unless the sender has used the key of the request, or uses it. */
  async #writeOnce(key: string, command: Command): Promise<Committed> {
    const name = keyName(command.actor, key);
    if (this.#running.has(name)) {
      const message = `A request with the Idempotency-Key ${key} is running: wait for it`;
      throw new Refusal("in_progress", message, null, { "retry-after": "1" });
    }
    this.#running.add(name);
    try {
      return await this.#known(command) ?? await this.#write(command);
    } finally {
      this.#running.delete(name);
    }
  }

  async #write(command: Command): Promise<Committed> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { seq } = this.#parts.state;
      let prepared;
      try {
        const preparing = prepare(command, this.#parts);
        prepared = preparing instanceof Promise ? await preparing : preparing;
      } catch (error) {
        // The reason may have gone: only the state at the head of the log refuses it in the end.
        if (!(error instanceof Refusal) || !await this.#log.advancedFrom(seq, signalOf(command.signal))) throw error;
        const known = await this.#known(command);
        if (known !== null) return known;
        if (attempt === MAX_ATTEMPTS - 1) throw error;
        continue;
      }
      command.signal.throwIfAborted();
      const { discardKeys } = prepared;
      const committing = discardKeys === null
        ? this.#committer.commit(prepared)
        : this.#committedWithKeys(prepared, discardKeys);
      const decision = await committing;
      if (decision.kind === "again") continue;
      if (decision.kind === "repeated") return await this.#repeated(decision.first, decision.last);
      const { events, applied } = decision;
      const hooks = this.#parts.hooks.post(events);
      // A hook waits for the change itself, and not for its hooks: they could wait for each other.
      if (hooks !== undefined && command.cause === undefined) await hooks;
      return committed(primaryOf(events, prepared.changes), events, { replayed: false, applied });
    }
    const message = `Others changed the same instances ${MAX_ATTEMPTS} times: try again`;
    throw new Refusal("contention", message, null, { "retry-after": "1" });
  }

  /** Decides and appends. Keys go again that were made for values which are certainly not in the log. */
  async #committedWithKeys(prepared: Prepared, discardKeys: () => Promise<void>): Promise<Decision> {
    try {
      const decision = await this.#committer.commit(prepared);
      if (decision.kind !== "appended") await discardKeys();
      return decision;
    } catch (error) {
      if (error instanceof Refusal && !UNKNOWN.includes(error.code)) await discardKeys();
      throw error;
    }
  }

  async #known({ actor, idempotency }: Command): Promise<Committed | null> {
    const used = idempotency === undefined ? null : this.#log.parts.keys.find(actor, idempotency.key);
    if (idempotency === undefined || used === null) return null;
    requestHashMatches(idempotency, used);
    return await this.#repeated(used.first, used.last);
  }

  async #repeated(first: number, last: number): Promise<Committed> {
    const { entries } = await this.#log.parts.storage.read(first, last - first + 1);
    const events = entries.map(fromEntry);
    const primary = events.filter(({ idem }) => idem !== undefined);
    return committed(primary, events, { replayed: true, applied: true });
  }
}

function committed(
  primary: readonly Event[],
  all: readonly Event[],
  { replayed, applied }: Pick<Committed, "replayed" | "applied">,
): Committed {
  return { seq: all[0]?.commit ?? [0, 0], outcomes: outcomesOf(primary, all), replayed, applied };
}

/** The events that the operations asked for; the others are of instances that refer to them. */
function primaryOf(
  events: readonly Event[],
  changes: readonly { kind: string; primary?: boolean }[],
): readonly Event[] {
  if (events.length === 1 && changes[0]?.primary !== false) return events;
  return events.filter((_, at) => changes[at]?.primary !== false);
}
