/** The error storage of a driver in another process. */
import { ErrorStorage as Service } from "../../generated/apiplant/storage/v1/error_storage_pb.ts";
import type { Caller } from "../../remote/caller.ts";
import { checkDriver } from "../../remote/driver_info.ts";
import { type ErrorRecord, type ErrorStorage, StorageError } from "../roles.ts";

const { method } = Service;

/** An error storage that is called. */
export class RemoteErrorStorage implements ErrorStorage {
  readonly #caller: Caller;

  private constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Asks the driver what it is.
   *
   * @throws {StorageError} `invalid` if it is no driver of error storages.
   */
  static async open(caller: Caller): Promise<RemoteErrorStorage> {
    checkDriver(await caller.call(method.info, {}, { isRepeatable: true }), "error", caller.name);
    return new RemoteErrorStorage(caller);
  }

  async log(record: ErrorRecord): Promise<void> {
    const { id, model = "", hook = "" } = record;
    const message = { record: { id, model, hook, json: JSON.stringify(record) } };
    await this.#caller.call(method.log, message, { isRepeatable: true });
  }

  async list(query: Parameters<ErrorStorage["list"]>[0]): Promise<readonly ErrorRecord[]> {
    const { before = "", max, model = "", hook = "" } = query;
    const { records } = await this.#caller.call(method.list, { before, max, model, hook }, { isRepeatable: true });
    return records.map(({ json }) => recordOf(json, this.#caller.name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#caller[Symbol.asyncDispose]();
  }
}

function recordOf(json: string, name: string): ErrorRecord {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new StorageError("corrupt", `${name} answers a record that is not JSON`, { cause: error });
  }
}
