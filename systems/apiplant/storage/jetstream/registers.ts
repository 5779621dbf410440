/** Registers as the last messages of subjects, with their versions in them. */
import { type Register, StorageError } from "../roles.ts";
import { asStorageError, numberOf, WRONG_LAST_SEQUENCE, WRONG_LAST_SEQUENCE_CONSTANT } from "./failure.ts";
import type { JetStreamClient, JetStreamManager } from "./library.ts";
import { registersName, registerSubject } from "./stream_settings.ts";

/** What registers are kept with. */
export interface RegisterParts {
  readonly manager: JetStreamManager;
  readonly client: JetStreamClient;
  /** The name of the log's stream. */
  readonly stream: string;
  /** Its name in messages. */
  readonly name: string;
  readonly timeoutMs: number;
}

/** The registers of a log. */
export class Registers {
  readonly #parts: RegisterParts;

  /** Its stream exists. */
  constructor(parts: RegisterParts) {
    this.#parts = parts;
  }

  /** A register, or `null`. */
  async get(register: string): Promise<Register | null> {
    const found = await this.#read(register);
    return found === null ? null : { value: found.value, version: found.version };
  }

  /** Sets a register whose version is `ifVersion`. */
  async set(
    register: string,
    value: string,
    ifVersion: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    const { client, stream, name, timeoutMs } = this.#parts;
    const found = await this.#read(register), version = ifVersion + 1;
    if ((found?.version ?? 0) !== ifVersion) return { ok: false };
    try {
      await client.publish(registerSubject(stream, register), JSON.stringify({ version, value }), {
        expect: { streamName: registersName(stream), lastSubjectSequence: found?.message ?? 0 },
        timeout: timeoutMs,
      });
      return { ok: true, version };
    } catch (error) {
      const number = numberOf(error);
      if (number === WRONG_LAST_SEQUENCE || number === WRONG_LAST_SEQUENCE_CONSTANT) return { ok: false };
      throw asStorageError(name, error);
    }
  }

  async #read(register: string): Promise<Register & { readonly message: number } | null> {
    const { manager, stream, name } = this.#parts;
    try {
      const found = await manager.streams.getMessage(registersName(stream), {
        last_by_subj: registerSubject(stream, register),
      });
      if (found === null) return null;
      const { value, version } = JSON.parse(new TextDecoder().decode(found.data));
      if (typeof value !== "string" || !Number.isSafeInteger(version)) {
        throw new StorageError("corrupt", `The register ${register} has no version`);
      }
      return { value, version, message: found.seq };
    } catch (error) {
      throw asStorageError(name, error);
    }
  }
}
