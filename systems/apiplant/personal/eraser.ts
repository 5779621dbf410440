/** Deletes the keys of what the log says is erased: again and again until they are gone. */
import { type Clock, onAbort } from "@fluxwire/transport";
import { sleep } from "../commit/settle.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { isObject } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import { allInstances } from "../state/all_instances.ts";
import type { Reader } from "../state/reader.ts";
import { type EventStorage, type SecureStorage, StorageError } from "../storage/roles.ts";
import { isEnvelope } from "./envelope.ts";
import { changeErasedPlace, claimKeys, erasedPlace } from "./erased_register.ts";
import type { Personal } from "./personal.ts";
import { isPersonal } from "./personal_fields.ts";

const PAGE = 1_000;
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 60_000;
/** After how many events without an erasure the register's place moves on, so that a start reads few. */
const IDLE_EVENTS = 10_000;
const ID = "server/keys-id";
/** What the text of an erasure has; other events may have it in their values, so the event decides. */
const MARKS = ['"instance.erased"', '"model.deleted"'];

/** What an eraser needs. */
export interface EraserParts {
  readonly log: EventStorage;
  readonly secure: SecureStorage;
  readonly personal: Personal;
  readonly clock: Clock;
  /** Why personal data cannot be kept; `null` if it can. */
  readonly refusal: string | null;
  /** Gets why keys could not be deleted, once for each row of failures. */
  readonly report: (message: string) => void;
}

/** An erasure of the log. */
type Erasure = Pick<Event, "model" | "seq"> & { readonly instance: string | null };

/** Follows the log's erasures. */
export class Eraser {
  readonly #parts: EraserParts;
  readonly #closing = new AbortController();
  #queue: Erasure[] = [];
  #running: Promise<void> | null = null;
  #waiting: { readonly seq: Seq; readonly done: () => void }[] = [];
  #applied: Seq = 0;
  #done: Seq = 0;
  #ready: Promise<void> | null = null;

  /** Does nothing before `start`. */
  constructor(parts: EraserParts) {
    this.#parts = parts;
  }

  /**
   * Deletes the keys of all erasures up to the log's place `head` that are not known to be done.
   *
   * @param state The state at that place, as the model storage has it.
   * @throws {StorageError} Also `invalid` if another secure storage has the log's keys.
   * @throws {Refusal} `validation` if models have personal fields, and their keys would end with the process.
   */
  async start(head: Seq, state: Reader): Promise<void> {
    const { log, refusal } = this.#parts, place = await erasedPlace(log);
    this.#applied = this.#done = head;
    const uses = state.models().some(({ definition }) => isPersonal(definition));
    if (!uses && (place === null || refusal !== null)) return;
    await this.ready();
    const { first } = await log.info(), erased = place?.erased ?? 0, used = new Set<string>();
    for (let from = Math.max(erased + 1, first); from <= head;) {
      const { entries } = await log.read(from, Math.min(PAGE, head - from + 1));
      if (entries.length === 0) break;
      for (const entry of entries) {
        if (place?.keys === null) addKeys(fromEntry(entry), used);
        if (!MARKS.some((mark) => entry.json.includes(mark))) continue;
        for (const erasure of erasuresOf([fromEntry(entry)])) await this.#erase(erasure);
      }
      from += entries.length;
    }
    // Behind a restore, erasures can be missing that a compaction has taken away: keys that nothing uses go too.
    if (place?.keys === null && first > 1) {
      await addStored(state, used);
      await this.#parts.personal.keys.keepOnly(used);
    }
    await this.#advance(head);
  }

  /**
   * Resolves when personal data can be encrypted.
   *
   * @throws {Refusal} `validation` if its keys would end before it.
   */
  async ready(): Promise<void> {
    const { refusal } = this.#parts;
    if (refusal !== null) {
      throw new Refusal("validation", refusal, [{ path: "/fields", code: "unsupported", message: refusal }]);
    }
    this.#ready ??= this.#claim().catch((error) => {
      this.#ready = null;
      throw error;
    });
    await this.#ready;
  }

  /** Takes applied events, in order. */
  applied(events: readonly Event[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#applied = last.seq;
    this.#queue.push(...erasuresOf(events));
    if (this.#queue.length === 0 && (this.#ready === null || last.seq - this.#done < IDLE_EVENTS)) return;
    this.#running ??= this.#run();
  }

  /** Resolves when the erasure at a place is done; rejects with the signal's reason. */
  async done(seq: Seq, signal: AbortSignal): Promise<void> {
    if (seq <= this.#done) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { seq, done: resolve };
    this.#waiting.push(waiting);
    using _listening = onAbort(signal, () => reject(signal.reason));
    await promise.finally(() => this.#waiting = this.#waiting.filter((one) => one !== waiting));
  }

  /** Ends; what is left to erase, the next start erases. */
  async close(): Promise<void> {
    this.#closing.abort(new Refusal("stopping", "The server stops"));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, report } = this.#parts, { signal } = this.#closing;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted;) {
      try {
        // Without a register no key was ever made.
        if (await erasedPlace(this.#parts.log) === null) this.#queue = [];
        for (let erasure = this.#queue[0]; erasure !== undefined; erasure = this.#queue[0]) {
          await this.#erase(erasure);
          this.#queue.shift();
        }
        await this.#advance(this.#applied);
        // Ended in the step that has found nothing more: what is applied in the next one begins anew.
        if (this.#queue.length === 0) return void (this.#running = null);
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (pause === FIRST_PAUSE_MS) report(`Keys of erased personal data are not deleted yet: ${error}`);
        await sleep(clock, pause, signal).catch(() => {});
        pause = Math.min(pause * 2, LAST_PAUSE_MS);
      }
    }
  }

  async #erase({ model, instance, seq }: Erasure): Promise<void> {
    const { keys } = this.#parts.personal;
    keys.forget(model, instance, seq);
    await keys.erase(model, instance, seq);
  }

  /** Notes that every erasure up to a place is done. */
  async #advance(seq: Seq): Promise<void> {
    await changeErasedPlace(this.#parts.log, (place) => {
      return place === null || place.erased >= seq ? null : { ...place, erased: seq };
    });
    this.#done = Math.max(this.#done, seq);
    for (const { seq: wanted, done } of this.#waiting) if (wanted <= this.#done) done();
  }

  async #claim(): Promise<void> {
    const { secure, log } = this.#parts;
    if (await secure.get(ID) === null) await secure.set(ID, new TextEncoder().encode(crypto.randomUUID()), 0);
    const found = await secure.get(ID);
    if (found === null) throw new StorageError("unavailable", "The secure storage's id was deleted while it was read");
    await claimKeys(log, new TextDecoder().decode(found.value));
  }
}

function erasuresOf(events: readonly Event[]): Erasure[] {
  return events.flatMap(({ kind, model, instance, seq }): Erasure[] => {
    if (kind === "instance.erased") return [{ model, instance: instance!, seq }];
    return kind === "model.deleted" ? [{ model, instance: null, seq }] : [];
  });
}

/** Adds the keys of an event's values, each written `model/instance/id`. */
function addKeys({ model, instance, payload }: Event, used: Set<string>): void {
  if (isObject(payload)) addKeysOf(model, instance!, payload, used);
}

function addKeysOf(model: string, instance: string, data: JsonObject, used: Set<string>): void {
  for (const value of Object.values(data)) if (isEnvelope(value)) used.add(`${model}/${instance}/${value.k}`);
}

/** Adds the keys of the values that instances have now. */
async function addStored(state: Reader, used: Set<string>): Promise<void> {
  for (const { definition: { id } } of state.models()) {
    for await (const instance of allInstances(state, id)) addKeysOf(id, instance.id, instance.data, used);
  }
}
