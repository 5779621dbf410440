/**
 * A model storage in the tables of any SQL database that a DBFlux driver reaches. A change is one transaction; it moves the
 * place by compare-and-set, so that no other server writes unnoticed.
 */
import type { PlaceholderStyle } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";
import type { Event, Seq } from "../../../event/event.ts";
import type { Json } from "../../../json/json.ts";
import type { HookDefinition, StoredModel } from "../../../model/definition.ts";
import type { Instance } from "../../../model/instance.ts";
import type { Filter, Query } from "../../../model/query.ts";
import { dumpLine, type DumpRecord, readDump } from "../../model/dump.ts";
import { eventsBehind } from "../../model/place.ts";
import { type ModelStorage, type Page, StorageError } from "../../roles.ts";
import type { Link } from "../link.ts";
import { Turns } from "../turns.ts";
import { stepsOf } from "./changes.ts";
import { TableContent } from "./content.ts";
import { InstanceFinder } from "./find.ts";
import { styleOf, tryNeeds } from "./needs.ts";
import { Place, type PlaceRow } from "./place.ts";
import { hookOf, modelOf, modelPlace, OWN } from "./rows.ts";
import { SqlSession } from "./sql_session.ts";
import { bodies, bodiesAt, Tables } from "./tables.ts";

/** Records of a dump that are written at once. */
const LOADED = 500;

/** How often a change is begun again because another transaction was first. */
const MAX_ATTEMPTS = 5;

/** How a model storage on a driver is opened. */
export interface DriverModelOptions {
  /** The driver, which the storage closes with itself. */
  readonly link: Link;
  /** What the names of its tables start with: small letters, digits and `_`. Each server needs its own. */
  readonly prefix: string;
}

/** Where a change leads, and what it writes. */
interface Change<T> {
  /** The place behind the change, or `null` if there is nothing to do. */
  readonly next: { readonly seq: Seq; readonly logId: string } | null;
  readonly result: T;
  write(content: TableContent): Promise<void>;
}

/** Models, hooks and instances in a database. */
export class DriverModelStorage implements ModelStorage {
  readonly #link: Link;
  readonly #style: PlaceholderStyle;
  readonly #tables: Tables;
  readonly #place: Place;
  readonly #turns = new Turns();
  /** The current definitions, or `null` if they must be read. */
  #models: ReadonlyMap<string, StoredModel> | null = null;

  private constructor(link: Link, style: PlaceholderStyle, tables: Tables) {
    this.#link = link;
    this.#style = style;
    this.#tables = tables;
    this.#place = new Place(tables, link.label);
  }

  /**
   * Sees what the driver can do, makes the tables that do not exist, and takes them over from a server that had them before.
   *
   * @throws {StorageError} `unimplemented` with what the driver lacks; `corrupt` for tables of a newer version. The link is
   * closed then.
   */
  static async open({ link, prefix }: DriverModelOptions): Promise<DriverModelStorage> {
    try {
      const style = styleOf(link.label, await link.run(({ opened }) => Promise.resolve(opened.metadata)));
      const storage = new DriverModelStorage(link, style, new Tables(prefix));
      await link.run((session) => storage.#prepare(session));
      // A session of its own shows whether the tables outlive the one that made them.
      await link.run((session) => storage.#take(session));
      return storage;
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw error;
    }
  }

  async state(): Promise<{ seq: Seq; logId: string | null }> {
    const { seq, logId } = await this.#read((sql) => this.#place.read(sql));
    return { seq, logId };
  }

  async apply(events: readonly Event[]): Promise<Seq> {
    return await this.#change(({ seq, logId }) => {
      const behind = eventsBehind(seq, logId, events);
      const last = behind.at(-1)?.seq ?? seq;
      return {
        next: behind.length === 0 ? null : { seq: last, logId: logId! },
        result: last,
        async write(content) {
          for (const step of stepsOf(behind)) await content.take(step);
        },
      };
    });
  }

  async reset(logId: string): Promise<void> {
    await this.#change(() => ({ next: { seq: 0, logId }, result: undefined, write: (content) => content.clear() }));
  }

  async models(): Promise<readonly StoredModel[]> {
    const models = await this.#read((sql) => this.#definitions(sql));
    return [...models.keys()].sort().map((id) => models.get(id)!);
  }

  async model(id: string, version?: number): Promise<StoredModel | null> {
    return await this.#read(async (sql) => {
      if (version === undefined) return (await this.#definitions(sql)).get(id) ?? null;
      const places = [modelPlace(id, version)];
      const [body] = await bodiesAt(sql, { table: this.#tables.model, model: id, places }, OWN.model);
      return body === undefined ? null : modelOf(body);
    });
  }

  async hooks(model: string): Promise<readonly HookDefinition[]> {
    return await this.#read((sql) => this.#hooksOf(sql, model));
  }

  async get(model: string, id: string): Promise<Instance | null> {
    return await this.#read(async (sql) => await (await this.#finder(sql, model))?.get(id) ?? null);
  }

  async find(model: string, query: Query): Promise<Page> {
    return await this.#read(async (sql) => await known(model, await this.#finder(sql, model)).find(query));
  }

  async count(model: string, filter: Filter | null): Promise<number> {
    return await this.#read(async (sql) => await known(model, await this.#finder(sql, model)).count(filter));
  }

  async findUnique(model: string, fields: readonly string[], values: readonly Json[]): Promise<string | null> {
    return await this.#read(async (sql) => {
      return await known(model, await this.#finder(sql, model)).findEqual(fields, values);
    });
  }

  /** Changes wait until the last line is read. A session that is lost in between ends it with `unavailable`. */
  async *dump(): AsyncGenerator<string> {
    using _turn = await this.#turns.hold();
    const session = await this.#link.run(async (session) => {
      await this.#place.read(this.#sql(session));
      return session;
    });
    const sql = this.#sql(session);
    try {
      const { seq, logId } = await this.#place.read(sql);
      if (logId === null) throw new StorageError("invalid", "The model storage has no log: reset it first");
      yield dumpLine({ kind: "head", seq, logId });
      for (const id of [...(await this.#definitions(sql)).keys()].sort()) {
        const all = { model: id };
        for await (const body of bodies(sql, { ...all, table: this.#tables.model }, OWN.model)) {
          yield dumpLine({ kind: "model", model: modelOf(body) });
        }
        for (const hook of await this.#hooksOf(sql, id)) yield dumpLine({ kind: "hook", of: id, hook });
        const finder = (await this.#finder(sql, id))!;
        for await (const instance of finder.all()) yield dumpLine({ kind: "instance", of: id, instance });
      }
    } catch (error) {
      throw this.#link.failure(session, error);
    }
  }

  async load(lines: AsyncIterable<string>): Promise<void> {
    const records: DumpRecord[] = [];
    const { seq, logId } = await readDump(lines, (record) => records.push(record));
    await this.#change(() => ({
      next: { seq, logId },
      result: undefined,
      async write(content) {
        await content.clear();
        for (let at = 0; at < records.length; at += LOADED) await content.add(records.slice(at, at + LOADED));
      },
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }

  #sql(session: ClientSession): SqlSession {
    return new SqlSession(session, this.#style, this.#link.timeoutMs);
  }

  async #prepare(session: ClientSession): Promise<void> {
    const sql = this.#sql(session);
    await tryNeeds(this.#link.label, sql, this.#tables.prefix);
    await this.#place.make(sql);
    this.#link.discard(session);
  }

  async #take(session: ClientSession): Promise<void> {
    await this.#place.take(this.#sql(session));
  }

  async #read<T>(read: (sql: SqlSession) => Promise<T>): Promise<T> {
    return await this.#turns.read(() => this.#link.run((session) => read(this.#sql(session))));
  }

  /** Changes content and place in one transaction. */
  async #change<T>(plan: (place: PlaceRow) => Change<T>): Promise<T> {
    const turn = crypto.randomUUID();
    let planned: Change<T> | null = null;
    /** `null` if another transaction was first. */
    const attempt = async (session: ClientSession): Promise<Change<T> | null> => {
      const sql = this.#sql(session);
      const place = await this.#place.read(sql);
      // The answer to an earlier COMMIT was lost.
      if (place.turn === turn && planned !== null) return planned;
      planned = plan(place);
      return planned.next === null || await this.#transact(session, place, { ...planned.next, turn }, planned)
        ? planned
        : null;
    };
    return await this.#turns.write(async () => {
      for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
        const done = await this.#link.run(attempt);
        if (done !== null) return done.result;
      }
      throw this.#place.contended();
    });
  }

  /** Whether the place was still there. */
  async #transact(
    session: ClientSession,
    place: PlaceRow,
    next: { seq: Seq; logId: string; turn: string },
    { write }: Change<unknown>,
  ): Promise<boolean> {
    const sql = this.#sql(session);
    const content = new TableContent(sql, this.#tables, await this.#definitions(sql));
    this.#models = null;
    try {
      await sql.write("BEGIN");
      const isFirst = await this.#place.move(sql, place, next);
      if (isFirst) await write(content);
      await sql.write(isFirst ? "COMMIT" : "ROLLBACK");
      if (isFirst) this.#models = content.models;
      return isFirst;
    } catch (error) {
      // The driver undoes what a session has open when it ends.
      this.#link.discard(session);
      throw error;
    }
  }

  /** The current definitions: of each model the last version. */
  async #definitions(sql: SqlSession): Promise<ReadonlyMap<string, StoredModel>> {
    if (this.#models !== null) return this.#models;
    const models = new Map<string, StoredModel>();
    for await (const body of bodies(sql, { table: this.#tables.model, model: null }, OWN.model)) {
      const model = modelOf(body);
      models.set(model.definition.id, model);
    }
    return this.#models = models;
  }

  async #hooksOf(sql: SqlSession, model: string): Promise<readonly HookDefinition[]> {
    const hooks: HookDefinition[] = [];
    for await (const body of bodies(sql, { table: this.#tables.hook, model }, [])) hooks.push(hookOf(body));
    return hooks.sort((one, other) => one.hook < other.hook ? -1 : 1);
  }

  async #finder(sql: SqlSession, model: string): Promise<InstanceFinder | null> {
    const stored = (await this.#definitions(sql)).get(model);
    return stored === undefined ? null : new InstanceFinder(sql, this.#tables, stored.definition);
  }
}

function known(model: string, finder: InstanceFinder | null): InstanceFinder {
  if (finder === null) throw new StorageError("not_found", `There is no model ${model}`);
  return finder;
}
