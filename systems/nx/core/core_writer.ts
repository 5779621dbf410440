/**
 * Writes what drivers publish to a model server.
 *
 * @module
 */
import { GrpcError } from "@fluxwire/grpc";
import { type Clock, Gate, SYSTEM_CLOCK } from "@fluxwire/transport";
import { memberOf, readJson } from "../json/json_node.ts";
import { KeyOrder } from "../order/key_order.ts";
import type { PublishRecord } from "../publish/record.ts";
import { momentOf } from "../publish/time_text.ts";
import { instanceId } from "./instance_id.ts";
import { KnownVariables, type StoredVariable } from "./known_variables.ts";
import {
  bodyOf,
  DECLARED,
  deviceData,
  endpointData,
  eventData,
  type ModelData,
  stateData,
  VALUED,
  valueData,
  variableData,
} from "./model_data.ts";
import type { ModelServer, Reply } from "./model_server.ts";
import { errorOf, refusedBy } from "./refused.ts";

/** How many records are written or wait at once, and how many are written. */
const MAX_RECORDS = 4_096;
const MAX_WRITING = 32;
/** How often a write is tried that other programs overtake. */
const MAX_OVERTAKEN = 5;

/** What comes with a record. */
export interface WriteOptions {
  /** Stops the write. */
  readonly signal: AbortSignal;
  /** When it must be done, in milliseconds since 1970. */
  readonly until: number;
  /** What makes a repeated record the same: printable ASCII. */
  readonly key: string;
}

/** Writes records: those of one device in their order, those of different devices side by side. */
export class CoreWriter {
  readonly #server: ModelServer;
  readonly #clock: Clock;
  readonly #order = new KeyOrder();
  readonly #gate = new Gate(MAX_WRITING);
  readonly #known = new KnownVariables();
  #records = 0;

  /** Writes to this server. */
  constructor(server: ModelServer, clock: Clock = SYSTEM_CLOCK) {
    this.#server = server;
    this.#clock = clock;
  }

  /**
   * Resolves when the model server has the record.
   *
   * @throws {PublishError} For JSON or a time that is not valid.
   * @throws {GrpcError} As the model server refuses it, or UNAVAILABLE if it cannot be reached in time; RESOURCE_EXHAUSTED beyond 4,096
   *   records at once.
   */
  async write(record: PublishRecord, options: WriteOptions): Promise<void> {
    const { deviceId } = record.message;
    if (deviceId === "") throw new GrpcError("INVALID_ARGUMENT", `${record.call} needs device_id`);
    if (this.#records >= MAX_RECORDS) {
      throw new GrpcError("RESOURCE_EXHAUSTED", `${MAX_RECORDS} records wait for the model server: send it later`);
    }
    this.#records++;
    try {
      const write = () => this.#gate.run(() => this.#write(record, options), options.signal);
      await this.#order.run(deviceId, write);
    } finally {
      this.#records--;
    }
  }

  async #write({ call, message }: PublishRecord, options: WriteOptions): Promise<void> {
    const now = () => momentOf(this.#clock.now(), 0), { deviceId } = message;
    switch (call) {
      case "UpsertDevice":
        return await this.#replace("device", [deviceId], deviceData(message), options);
      case "UpsertEndpoints":
        for (const [at, endpoint] of message.endpoints.entries()) {
          const data = endpointData(deviceId, endpoint);
          await this.#replace("endpoint", [deviceId, endpoint.key], data, nth(options, at));
        }
        return;
      case "UpsertVariables":
        for (const [at, variable] of message.variables.entries()) {
          await this.#merge([deviceId, variable.key], DECLARED, variableData(deviceId, variable), nth(options, at));
        }
        return;
      case "PublishState":
        return await this.#replace("state", [deviceId], stateData(message, now), options);
      case "PublishVariable":
        return await this.#merge([deviceId, message.key], VALUED, valueData(message, now), options);
      case "PublishEvent":
        return await this.#add("event", eventData(message, now), options);
    }
  }

  /** A new instance; the same key makes none again. */
  async #add(model: string, data: ModelData, options: WriteOptions): Promise<void> {
    const path = `/models/${model}/instances`;
    const reply = await this.#server.ask({ method: "POST", path, body: bodyOf(data), key: options.key }, options);
    if (reply.status !== 201 && !wasWritten(reply)) throw refusedBy(reply, `an instance of ${model}`);
  }

  /** The whole value of an instance, which is made if it does not exist. */
  async #replace(model: string, names: readonly string[], data: ModelData, options: WriteOptions): Promise<void> {
    const id = instanceId(...names), body = bodyOf(data);
    for (let attempt = 1, isNew = false;; attempt++, isNew = !isNew) {
      const reply = await this.#put(model, id, body, isNew ? { "if-none-match": "*" } : {}, options);
      if (reply.status < 300 || wasWritten(reply)) return;
      const isOvertaken = isNew ? reply.status === 412 : reply.status === 404;
      if (!isOvertaken || attempt > MAX_OVERTAKEN) throw refusedBy(reply, `${model} ${id}`);
    }
  }

  /** Some fields of a variable; the others stay. The revision shows whether another program has changed it since it was read. */
  async #merge(
    names: readonly string[],
    own: readonly string[],
    data: ModelData,
    options: WriteOptions,
  ): Promise<void> {
    const id = instanceId(...names);
    for (let attempt = 1;; attempt++) {
      const stored = this.#known.get(id) ?? await this.#read(id, options);
      const others = [...stored?.data ?? []].filter(([name]) => !own.includes(name));
      const whole = new Map([...data, ...others]);
      const condition: Record<string, string> = stored === null
        ? { "if-none-match": "*" }
        : { "if-match": `"${stored.revision}"` };
      const reply = await this.#put("variable", id, bodyOf(whole), condition, options);
      if (reply.status < 300 && reply.revision !== null) {
        return this.#known.set(id, { revision: reply.revision, data: whole });
      }
      this.#known.forget(id);
      if (wasWritten(reply)) return;
      const isOvertaken = reply.status === 412 || stored !== null && reply.status === 404;
      if (!isOvertaken || attempt > MAX_OVERTAKEN) throw refusedBy(reply, `variable ${id}`);
    }
  }

  async #put(
    model: string,
    id: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    options: WriteOptions,
  ): Promise<Reply> {
    const path = `/models/${model}/instances/${id}`;
    return await this.#server.ask({ method: "PUT", path, body, headers, key: options.key }, options);
  }

  /** A variable with the JSON of its fields as it is written; null if it does not exist. */
  async #read(id: string, options: WriteOptions): Promise<StoredVariable | null> {
    const reply = await this.#server.ask({ method: "GET", path: `/models/variable/instances/${id}` }, options);
    if (reply.status === 404) return null;
    if (reply.status !== 200 || reply.revision === null) throw refusedBy(reply, `variable ${id}`);
    const { text, revision } = reply, data = memberOf(readJson(text), "data");
    const fields = data?.kind === "object" ? data.members.filter(({ value }) => value.kind !== "null") : [];
    return { revision, data: new Map(fields.map(({ name, value }) => [name, text.slice(value.start, value.end)])) };
  }
}

/**
 * Whether the record was written before, in other words: with another time if it has none of its own, or beside other fields of its
 * variable. A key names one record.
 */
function wasWritten(reply: Reply): boolean {
  return reply.status === 422 && errorOf(reply).code === "idempotency_mismatch";
}

/** The options of a part of a record: each has a key of its own. */
function nth(options: WriteOptions, at: number): WriteOptions {
  return { ...options, key: `${options.key}.${at}` };
}
