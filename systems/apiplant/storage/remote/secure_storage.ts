/** The secure storage of a driver in another process: it gets sealed values only. */
import { SecureStorage as Service } from "../../generated/apiplant/storage/v1/secure_storage_pb.ts";
import type { Caller } from "../../remote/caller.ts";
import { checkDriver } from "../../remote/driver_info.ts";
import type { SecureStorage } from "../roles.ts";
import { numberOf } from "./numbers.ts";

const { method } = Service;

/** A secure storage that is called. */
export class RemoteSecureStorage implements SecureStorage {
  readonly #caller: Caller;

  private constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Asks the driver what it is.
   *
   * @throws {StorageError} `invalid` if it is no driver of secure storages.
   */
  static async open(caller: Caller): Promise<RemoteSecureStorage> {
    checkDriver(await caller.call(method.info, {}, { isRepeatable: true }), "secure", caller.name);
    return new RemoteSecureStorage(caller);
  }

  async get(name: string): Promise<{ value: Uint8Array; version: number } | null> {
    const { value, version } = await this.#caller.call(method.get, { name }, { isRepeatable: true });
    return value === undefined ? null : { value, version: numberOf(version) };
  }

  async set(
    name: string,
    value: Uint8Array,
    ifVersion?: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    const condition = ifVersion === undefined ? {} : { ifVersion: BigInt(ifVersion) };
    const { conflict, version } = await this.#caller.call(method.set, { name, value: value.slice(), ...condition });
    return conflict ? { ok: false } : { ok: true, version: numberOf(version) };
  }

  async delete(name: string): Promise<void> {
    await this.#caller.call(method.delete, { name }, { isRepeatable: true });
  }

  async list(prefix: string): Promise<readonly string[]> {
    return (await this.#caller.call(method.list, { prefix }, { isRepeatable: true })).names;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#caller[Symbol.asyncDispose]();
  }
}
