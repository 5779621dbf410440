/**
 * The state of a server: definitions in memory, instances in the model storage, and above it what that storage does not
 * have yet.
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import type { HookDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter, Query } from "../model/query.ts";
import { type MaybePromise, type ModelStorage, type Page, StorageError } from "../storage/roles.ts";
import { Definitions } from "./definitions.ts";
import { type Below, instanceAfter, Overlay } from "./overlay.ts";
import type { Reader } from "./reader.ts";

/** With more events than this waiting for the model storage, writes are refused. */
export const MAX_WAITING = 10_000;

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

/** The state at the place of the last applied event. */
export class State implements Reader, Below {
  readonly #storage: ModelStorage;
  readonly #clock: Clock;
  readonly #below: Below;
  #definitions = new Definitions();
  #seq: Seq = 0;
  #lastAt = "";
  #waiting: Event[] = [];
  #above: Overlay;
  #failure: string | null = null;
  #retry: unknown = null;
  #retryMs = FIRST_RETRY_MS;
  #storing: Promise<void> | null = null;
  #redefinitions = 0;
  /** The model storage has, or may have, other definitions than this state until this resolves. */
  #defining: Promise<void> | null = null;
  #closed = false;

  /** Call `open` before anything else. */
  constructor(storage: ModelStorage, clock: Clock = SYSTEM_CLOCK) {
    this.#storage = storage;
    this.#clock = clock;
    this.#below = {
      get: (model, id) => storage.get(model, id),
      findUnique: (model, fields, values) => storage.findUnique(model, fields, values),
      referring: (...question) => referringIn(storage, ...question),
    };
    this.#above = new Overlay(this.#below);
  }

  /**
   * Reads the definitions from the model storage; `timeOf` gives the time of its last event. Rejects with a `StorageError`.
   */
  async open(timeOf: (seq: Seq) => Promise<string>): Promise<void> {
    const { seq } = await this.#storage.state(), definitions = new Definitions();
    for (const model of await this.#storage.models()) {
      definitions.set(model, await this.#storage.hooks(model.definition.id));
    }
    this.#lastAt = await timeOf(seq);
    this.#definitions = definitions;
    this.#seq = seq;
  }

  /** Goes on from a dump of another state of the same log, which is further. Rejects with a `StorageError`. */
  async jump(lines: AsyncIterable<string>, timeOf: (seq: Seq) => Promise<string>): Promise<void> {
    while (this.#storing !== null) await this.#storing;
    await this.#define(() => this.#jump(lines, timeOf));
  }

  async #jump(lines: AsyncIterable<string>, timeOf: (seq: Seq) => Promise<string>): Promise<void> {
    await this.#storage.load(lines);
    // What waited for the storage is in the dump.
    this.#clock.clearTimeout(this.#retry);
    this.#retry = null;
    this.#waiting = [];
    this.#above = new Overlay(this.#below);
    this.#failure = null;
    await this.open(timeOf);
  }

  /** The place of the last applied event. */
  get seq(): Seq {
    return this.#seq;
  }

  /** The time of the last applied event; empty before the first. */
  get lastAt(): string {
    return this.#lastAt;
  }

  /** How many events the model storage does not have yet. */
  get lag(): number {
    return this.#waiting.length;
  }

  /** Why the model storage is behind, or `null`. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Whether a definition waits for the model storage: until it has it, instances cannot be read. */
  get definitionWaits(): boolean {
    return this.#waiting.some(isDefinition);
  }

  /**
   * Takes events in order; those at or below its place are ignored. Gives whether the model storage has them. A gap is a
   * `StorageError` with code `corrupt`.
   */
  apply(events: readonly Event[]): MaybePromise<boolean> {
    const fresh: Event[] = [];
    for (const event of events) {
      if (event.seq <= this.#seq) continue;
      const next = this.#seq + fresh.length + 1;
      if (event.seq !== next) throw new StorageError("corrupt", `Cannot apply event ${event.seq}: ${next} is missing`);
      fresh.push(event);
    }
    if (fresh.length === 0) return this.#waiting.length === 0;
    return this.#storing === null && !fresh.some(isDefinition) ? this.#take(fresh) : this.#takeInSteps(fresh);
  }

  async #takeInSteps(fresh: readonly Event[]): Promise<boolean> {
    while (this.#storing !== null) await this.#storing;
    const take = async () => void await this.#take(fresh);
    await (fresh.some(isDefinition) ? this.#define(take) : take());
    return this.#waiting.length === 0;
  }

  #take(fresh: readonly Event[]): MaybePromise<boolean> {
    this.#waiting.push(...fresh);
    const storing = this.#retry === null ? this.#store() : undefined;
    return storing === undefined ? this.#taken(fresh) : storing.then(() => this.#taken(fresh));
  }

  #taken(fresh: readonly Event[]): boolean {
    for (const event of fresh) {
      this.#definitions.apply(event);
      if (this.#waiting.length > 0) this.#putAbove(event);
    }
    const last = fresh[fresh.length - 1] as Event;
    this.#lastAt = last.at;
    this.#seq = last.seq;
    return this.#waiting.length === 0;
  }

  /** Changes definitions: reads that begin meanwhile wait, as the model storage has them before this state or after it. */
  async #define(change: () => Promise<void>): Promise<void> {
    this.#redefinitions++;
    const changed = change();
    const defining: Promise<void> = changed.catch(() => {}).then(() => {
      // What began in between may have taken a definition of before.
      this.#redefinitions++;
      if (this.#defining === defining) this.#defining = null;
    });
    this.#defining = defining;
    await changed;
  }

  /** Ends the attempts to bring the model storage up to date. */
  close(): void {
    this.#closed = true;
    this.#clock.clearTimeout(this.#retry);
  }

  get redefinitions(): number {
    return this.#redefinitions;
  }

  models(): readonly StoredModel[] {
    return this.#definitions.models();
  }

  model(id: string): StoredModel | null {
    return this.#definitions.model(id);
  }

  modelVersion(id: string, version: number): MaybePromise<StoredModel | null> {
    const current = this.#definitions.model(id);
    if (current?.definition.version === version) return current;
    if (this.#defining !== null) return this.#defining.then(() => this.modelVersion(id, version));
    this.#requireStored();
    return this.#storage.model(id, version);
  }

  hooks(model: string): readonly HookDefinition[] {
    return this.#definitions.hooks(model);
  }

  get(model: string, id: string): MaybePromise<Instance | null> {
    if (this.#defining !== null) return this.#defining.then(() => this.get(model, id));
    if (this.#waiting.length === 0) return this.#storage.get(model, id);
    this.#requireDefinitions();
    return this.#above.get(model, id);
  }

  find(model: string, query: Query): MaybePromise<Page> {
    if (this.#defining !== null) return this.#defining.then(() => this.find(model, query));
    this.#requireModel(model);
    return this.#storage.find(model, query);
  }

  count(model: string, filter: Filter | null): MaybePromise<number> {
    if (this.#defining !== null) return this.#defining.then(() => this.count(model, filter));
    this.#requireModel(model);
    return this.#storage.count(model, filter);
  }

  findUnique(model: string, fields: readonly string[], values: readonly Json[]): MaybePromise<string | null> {
    if (this.#defining !== null) return this.#defining.then(() => this.findUnique(model, fields, values));
    if (this.#waiting.length === 0) return this.#storage.findUnique(model, fields, values);
    this.#requireDefinitions();
    return this.#above.findUnique(model, fields, values);
  }

  referring(model: string, field: string, isList: boolean, id: string, max: number): Promise<readonly Instance[]> {
    this.#requireDefinitions();
    return this.#above.referring(model, field, isList, id, max);
  }

  #requireDefinitions(): void {
    if (this.definitionWaits) this.#requireStored();
  }

  #requireModel(model: string): void {
    if (this.#above.touches(model)) this.#requireStored();
    this.#requireDefinitions();
  }

  #requireStored(): void {
    if (this.#waiting.length === 0) return;
    const behind = `Model storage is ${this.#waiting.length} events behind: ${this.#failure ?? "it is writing"}`;
    throw new StorageError("unavailable", behind);
  }

  /** Stores what waits: at once, or by a promise that never rejects. */
  #store(): Promise<void> | undefined {
    if (this.#waiting.length === 0) return;
    let storing;
    try {
      storing = this.#storage.apply(this.#waiting);
    } catch (error) {
      return this.#notStored(error);
    }
    if (!(storing instanceof Promise)) return this.#stored();
    return this.#storing = storing.then(() => this.#stored(), (error) => this.#notStored(error))
      .finally(() => this.#storing = null);
  }

  #stored(): undefined {
    this.#waiting = [];
    this.#above = new Overlay(this.#below);
    this.#failure = null;
    this.#retryMs = FIRST_RETRY_MS;
  }

  #notStored(error: unknown): undefined {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#retryLater();
  }

  #putAbove(event: Event): void {
    if (event.instance !== undefined && event.kind.startsWith("instance.")) {
      this.#above.set(event.model, event.instance, instanceAfter(event));
    }
  }

  #retryLater(): void {
    if (this.#closed || this.#retry !== null) return;
    this.#retry = this.#clock.setTimeout(() => {
      this.#retry = null;
      void this.#store();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }
}

function isDefinition({ kind }: Event): boolean {
  return kind.startsWith("model.");
}

async function referringIn(
  storage: ModelStorage,
  model: string,
  field: string,
  isList: boolean,
  id: string,
  max: number,
): Promise<readonly Instance[]> {
  const { items } = await storage.find(model, {
    filter: { field, op: isList ? "contains" : "eq", value: id },
    search: [],
    searchFields: [],
    sort: [],
    after: null,
    offset: 0,
    limit: max,
    total: false,
  });
  return items;
}
