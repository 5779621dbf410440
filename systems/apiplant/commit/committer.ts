/**
 * The write path: commands are decided at the head of the log, and appended exactly there. A command that another server
 * overtook is decided again.
 */
import type { Draft, Event, Seq } from "../event/event.ts";
import { toEntry } from "../event/text.ts";
import { Overlay } from "../state/overlay.ts";
import { type LogDraft, StorageError } from "../storage/roles.ts";
import { decide } from "./decide.ts";
import { Again } from "./deciding.ts";
import { Gathering } from "./gathering.ts";
import type { Access, Log } from "./log.ts";
import { type Decision, MAX_GROUP_BYTES, Queue, type Waiting } from "./queue.ts";
import { Refusal } from "./refusal.ts";
import { requestHashMatches } from "./repeated.ts";
import type { Prepared } from "./planned.ts";
import { appendSettled, sleep } from "./settle.ts";

/** How often a command may lose its place to another server. */
const MAX_LOSSES = 50;
const MAX_WAIT_MS = 250;

/** Entries with fewer UTF-16 units are short. */
const SHORT_UNITS = 1_024;

/** A command with its drafts, also as the storage takes them. */
interface Taken {
  readonly waiting: Waiting;
  readonly drafts: readonly Draft[];
  readonly entries: readonly LogDraft[];
}

/** Decides and appends, one group of commands at a time. */
export class Committer {
  readonly #log: Log;
  readonly #queue = new Queue();
  readonly #gathering = new Gathering();
  #draining: Promise<void> | null = null;
  #losses = 0;
  #lastAppendMs = 1;

  /** It writes to this log alone. */
  constructor(log: Log) {
    this.#log = log;
  }

  /** How many commands wait. */
  get queued(): number {
    return this.#queue.length;
  }

  /** Decides a command and appends its events. Rejects with a `Refusal`. */
  commit(prepared: Prepared): Promise<Decision> {
    const decision = this.#queue.add(prepared);
    this.#draining ??= this.#drain();
    return decision;
  }

  /** Resolves when no command waits. */
  async idle(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  /** Refuses the commands that wait. */
  refuse(error: unknown): void {
    this.#queue.refuse(error);
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const gather = this.#gathering.next() ? this.#log.parts.gather : undefined;
      if (gather !== undefined) {
        await gather();
        this.#gathering.gathered(this.#queue.length);
      }
      await this.#log.exclusive(async () => {
        let waiting: readonly Waiting[] = [];
        const { storage, shared } = this.#log.parts;
        try {
          await using turn = await this.#log.turn();
          const place = turn ?? storage;
          if (shared) await this.#log.catchUp(place);
          waiting = this.#queue.take();
          await this.#appendGroup(waiting, place);
        } catch (error) {
          const refusal = this.#log.refusalOf(error);
          for (const { reject } of waiting) reject(refusal);
          if (waiting.length === 0) this.#queue.refuse(refusal);
        }
      });
    }
    // At once, as a command that comes later starts the next drain.
    this.#draining = null;
  }

  async #appendGroup(waiting: readonly Waiting[], place: Access): Promise<void> {
    const { state, clock, patienceMs } = this.#log.parts;
    const taken = await this.#decideAll(waiting);
    if (taken.length === 0) return;
    const expected = state.seq;
    const drafts = taken.flatMap(({ drafts }) => drafts);
    const since = clock.now();
    let reported = false;
    const result = await appendSettled(expected, taken.flatMap(({ entries }) => entries), {
      log: place,
      clock,
      patienceMs,
      signal: this.#log.signal,
      onUnsettled: () => {
        reported = true;
        this.#unsettled(taken);
      },
    });
    this.#lastAppendMs = Math.max(1, clock.now() - since);
    this.#log.settled();
    // Its clients know that the change may not be made: it is not tried again.
    if (!result.ok) return reported ? undefined : await this.#lost(taken);
    this.#losses = 0;
    const events = drafts.map((draft, at): Event => ({ ...draft, seq: expected + at + 1 }));
    const applying = this.#log.apply(events), applied = applying instanceof Promise ? await applying : applying;
    let from = 0;
    for (const { waiting, drafts } of taken) {
      waiting.resolve({ kind: "appended", events: events.slice(from, from += drafts.length), applied });
    }
  }

  async #decideAll(waiting: readonly Waiting[]): Promise<Taken[]> {
    const { state, id: origin, newId, maxAppendBytes } = this.#log.parts;
    const overlay = new Overlay(state);
    const at = this.#log.nextTime();
    const taken: Taken[] = [];
    let next: Seq = state.seq + 1;
    let bytes = 0;
    for (const [index, one] of waiting.entries()) {
      const { prepared, resolve, reject } = one;
      try {
        const repeated = this.#repeated(prepared);
        if (repeated !== null) {
          resolve(repeated);
          continue;
        }
        if (prepared.command.signal.aborted) throw prepared.command.signal.reason;
        // What was erased in the events that were left out is not known.
        if (prepared.seq < this.#log.jumpedTo || this.#isErased(prepared)) throw new Again();
        const deciding = decide(prepared, state, overlay, { first: next, at, origin, newId });
        const drafts = deciding instanceof Promise ? await deciding : deciding;
        const room = (taken.length === 0 ? maxAppendBytes : Math.min(maxAppendBytes, MAX_GROUP_BYTES)) - bytes;
        const entries = drafts.map(toEntry), size = bytesOf(entries, room);
        bytes += size;
        if (size > room) {
          // The overlay has its changes: the commands after it are decided in the next group.
          this.#queue.putBack(waiting.slice(size > maxAppendBytes ? index + 1 : index));
          if (size > maxAppendBytes) reject(tooLarge(size, maxAppendBytes));
          break;
        }
        taken.push({ waiting: one, drafts, entries });
        next += drafts.length;
      } catch (error) {
        if (error instanceof Again) resolve({ kind: "again" });
        else if (error instanceof StorageError) reject(this.#log.refusalOf(error));
        else reject(error);
      }
    }
    return taken;
  }

  /** Whether personal data was erased meanwhile: the keys that the command has used are gone. */
  #isErased({ changes, seq }: Prepared): boolean {
    const { erasedAt } = this.#log.parts;
    return changes.some((change) =>
      change.kind === "instance" && erasedAt(change.model.definition.id, change.id) > seq
    );
  }

  #repeated({ command: { actor, idempotency } }: Prepared): Decision | null {
    const used = idempotency === undefined ? null : this.#log.parts.keys.find(actor, idempotency.key);
    if (idempotency === undefined || used === null) return null;
    requestHashMatches(idempotency, used);
    return { kind: "repeated", first: used.first, last: used.last };
  }

  async #lost(taken: readonly Taken[]): Promise<void> {
    this.#losses++;
    this.#log.lostRace();
    if (this.#losses >= MAX_LOSSES) {
      this.#losses = 0;
      const message = `Other servers were first ${MAX_LOSSES} times: try again`;
      const refusal = new Refusal("contention", message, null, { "retry-after": "1" });
      for (const { waiting } of taken) waiting.reject(refusal);
      return;
    }
    this.#queue.putBack(taken.map(({ waiting }) => waiting));
    // The next append takes a turn, which is as fair as waiting, and shorter.
    if (this.#log.parts.storage.turn !== undefined) return;
    const most = Math.min(MAX_WAIT_MS, 2 ** this.#losses * this.#lastAppendMs);
    await sleep(this.#log.parts.clock, this.#log.parts.random() * most, this.#log.signal);
  }

  #unsettled(taken: readonly Taken[]): void {
    this.#log.unsettled();
    const message = "The storage has not answered: whether the change was made is not known yet";
    const refusal = new Refusal("timeout", message);
    for (const { waiting } of taken) waiting.reject(refusal);
    this.#queue.refuse(new Refusal("read_only", "The server takes no changes until its storage answers"));
  }
}

const encoder = new TextEncoder();

/**
 * The bytes of entries. Short ones count with the most that they can have, three bytes a UTF-16 unit, unless that is more than
 * `room`: so almost no entry is encoded twice.
 */
function bytesOf(entries: readonly LogDraft[], room: number): number {
  const sum = (short: number) =>
    entries.reduce((sum, { json }) => sum + (json.length < short ? json.length * 3 : encoder.encode(json).length), 0);
  const most = sum(SHORT_UNITS);
  return most <= room ? most : sum(0);
}

function tooLarge(bytes: number, max: number): Refusal {
  return new Refusal(
    "too_large",
    `The change has ${bytes} bytes of events, at most ${max} are possible: make it smaller`,
  );
}
