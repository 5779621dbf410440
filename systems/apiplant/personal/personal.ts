/** Personal data of a server: encrypted on its way into events, decrypted on its way out, and erased. */
import type { Event, Seq } from "../event/event.ts";
import { equalJson } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { MaybePromise, SecureStorage } from "../storage/roles.ts";
import { ERASED, isEnvelope, isSealed } from "./envelope.ts";
import { personalFields, uniquePersonal } from "./personal_fields.ts";
import { openValue, sealValue } from "./sealing.ts";
import { ServerKey } from "./server_key.ts";
import { type SubjectKey, SubjectKeys } from "./subject_keys.ts";

/** Data as an event takes it, and the id of the key that was made for it. */
export interface Sealed {
  readonly data: JsonObject;
  readonly made: string | null;
}

/** Decrypts and encrypts. Methods reject with a `StorageError` while secure storage is out of reach. */
export class Personal {
  readonly keys: SubjectKeys;
  readonly #serverKey: ServerKey;

  /** Keys are in this storage. */
  constructor(secure: SecureStorage) {
    this.keys = new SubjectKeys(secure);
    this.#serverKey = new ServerKey(secure);
  }

  /** A text that equal texts share on every server of the log, and that does not show its text. */
  hmac(text: string): Promise<string> {
    return this.#serverKey.hmac(text);
  }

  /**
   * Data with its personal fields encrypted. A value that has not changed stays as it was encrypted before.
   *
   * @param before The instance that it replaces, as the model storage has it, and the same opened; both `null` for a new one.
   * @param since The place of the state: a key that is made is for events behind it.
   */
  async seal(
    definition: ModelDefinition,
    instance: string,
    data: JsonObject,
    before: { readonly sealed: Instance; readonly opened: Instance } | null,
    since: Seq,
  ): Promise<Sealed> {
    const { id: model, version } = definition, unique = uniquePersonal(definition);
    const sealed: Record<string, Json> = { ...data };
    let key: SubjectKey | null = null, made: string | null = null, has = false;
    for (const field of personalFields(definition)) {
      const value = memberOf(data, field);
      if (value === null) {
        // An instance whose values were erased has its required fields too.
        if (definition.fields[field]!.required === true) sealed[field] = null;
        continue;
      }
      has = true;
      const kept = before === null ? null : memberOf(before.sealed.data, field);
      if (isEnvelope(kept) && equalJson(memberOf(before!.opened.data, field), value)) {
        sealed[field] = kept;
        continue;
      }
      if (key === null) {
        key = await this.#keyOf(model, instance, before?.sealed.data ?? {});
        if (key === null) {
          key = await this.keys.make(model, instance, since);
          made = key.id;
        }
      }
      const hash = unique.has(field) ? await this.hmac(`unique\n${model}\n${stringifyExact(value)}`) : null;
      sealed[field] = await sealValue(value, key, { model, instance, field, version }, hash) as unknown as Json;
    }
    const mark = before === null ? null : memberOf(before.sealed.data, ERASED);
    if (mark !== null && !has) sealed[ERASED] = mark;
    return { data: sealed, made };
  }

  /** An instance as clients read it. Erased values are null, and `erased` says so. */
  open(model: string, instance: Instance): MaybePromise<Instance> {
    if (!isSealed(instance.data)) return instance;
    return this.#open(model, instance.id, instance.data).then(({ data, erased }) => {
      return { ...instance, data, ...erased && { erased } };
    });
  }

  /** An event as clients read it. */
  openEvent(event: Event): MaybePromise<Event> {
    const { payload, instance } = event;
    if (payload === undefined || instance === undefined || !event.kind.startsWith("instance.")) return event;
    if (!isSealed(payload as JsonObject)) return event;
    return this.#open(event.model, instance, payload as JsonObject).then(({ data, erased }) => {
      return { ...event, payload: data, ...erased && { erased } };
    });
  }

  /** Events as clients read them. */
  openEvents(events: readonly Event[]): MaybePromise<readonly Event[]> {
    const opened = events.map((event) => this.openEvent(event));
    return opened.some((one) => one instanceof Promise) ? Promise.all(opened) : opened as Event[];
  }

  /** Learns of erasures, before anything reads behind them. */
  applied(events: readonly Event[]): void {
    for (const { kind, model, instance, seq } of events) {
      if (kind === "instance.erased") this.keys.forget(model, instance!, seq);
      else if (kind === "model.deleted") this.keys.forget(model, null, seq);
    }
  }

  async #open(
    model: string,
    instance: string,
    sealed: JsonObject,
  ): Promise<{ readonly data: JsonObject; readonly erased: boolean }> {
    const data: Record<string, Json> = {};
    let erased = false;
    for (const [name, value] of Object.entries(sealed)) {
      if (name === ERASED) {
        erased = true;
        continue;
      }
      if (!isEnvelope(value)) {
        data[name] = value;
        continue;
      }
      const key = await this.keys.find(model, instance, value.k);
      const opened = key === null ? undefined : await openValue(value, key, { model, instance });
      data[name] = opened ?? null;
      erased ||= opened === undefined;
    }
    return { data, erased };
  }

  /** The key of an instance's present values. */
  async #keyOf(model: string, instance: string, data: JsonObject): Promise<SubjectKey | null> {
    for (const value of Object.values(data)) {
      const key = isEnvelope(value) ? await this.keys.find(model, instance, value.k) : null;
      if (key !== null) return { id: (value as unknown as { k: string }).k, key };
    }
    return null;
  }
}
