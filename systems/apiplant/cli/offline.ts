/**
 * The storages of a server that does not run, for verbs that look at its data or change it.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "@fluxwire/command";
import type { Flags, VerbContext } from "@fluxwire/command/program";
import type { Config, Role, Settings } from "../config/config.ts";
import { textOf, withSecrets } from "../config/secrets.ts";
import { STORAGE_SECTIONS } from "../config/keys.ts";
import { fromEntry } from "../event/text.ts";
import { DataFolder } from "../server/data_folder.ts";
import { OwnSettings } from "../server/own_settings.ts";
import { asServerError } from "../server/server_error.ts";
import { startFromSnapshot } from "../server/snapshots.ts";
import type { Plugins } from "../plugins/plugins.ts";
import { kindOf, pluginsOf, type Storages } from "../server/storages.ts";
import type { FileEventStorage } from "../storage/file/event_storage.ts";
import type { EventStorage, ModelStorage, SecureStorage } from "../storage/roles.ts";
import { configured } from "./configured.ts";

/** How many events are read and applied at once. */
const PAGE = 1_000;

/** A server's data, locked as long as it is used. */
export class Offline implements AsyncDisposable {
  readonly config: Config;
  readonly #warn: (text: string) => void;
  readonly #opened: AsyncDisposableStack;
  #secure: Promise<SecureStorage> | null = null;
  #plugins: Promise<Plugins> | null = null;

  private constructor(config: Config, warn: (text: string) => void, opened: AsyncDisposableStack) {
    this.config = config;
    this.#warn = warn;
    this.#opened = opened;
  }

  /**
   * Locks the data folder of the configuration that a command line names.
   *
   * @throws {ServerError} `cannotListen` if a server has it.
   */
  static async open({ flags, output }: { flags: Flags; output: VerbContext["output"] }): Promise<Offline> {
    const { config, warnings } = await configured(flags);
    for (const warning of warnings) output.warn(warning);
    const opened = new AsyncDisposableStack();
    opened.use(await DataFolder.open(config.server.dataDir));
    return new Offline(config, (text) => output.warn(text), opened);
  }

  /** The folder of the snapshots. */
  get snapshots(): string {
    return join(this.config.server.dataDir, "snapshots");
  }

  /** The folder of the files that instances have. */
  get files(): string {
    const { files, server } = this.config;
    return files.dir === "" ? join(server.dataDir, "files") : files.dir;
  }

  /** The log. @throws {UsageError} if it is of the kind `memory`, and ended with its server. */
  async event(): Promise<EventStorage> {
    if (this.config.drivers.event === "memory") {
      throw new UsageError("The event log is of the kind memory: nothing of it is left when its server has ended");
    }
    return await this.#storage("event");
  }

  /** The log in files. @throws {UsageError} if it is of another kind. */
  async log(): Promise<FileEventStorage> {
    this.logFolder();
    return await this.event() as FileEventStorage;
  }

  /** The folder of a log in files, which is not opened. @throws {UsageError} if it is of another kind. */
  logFolder(): string {
    const { drivers, storage, server } = this.config;
    if (drivers.event !== "file") {
      throw new UsageError(`The event log is of the kind ${drivers.event}: this verb needs the kind file`);
    }
    return new OwnSettings(STORAGE_SECTIONS.event, storage.event).path("path", join(server.dataDir, "events"));
  }

  /** The secrets. @throws {UsageError} if they are of the kind `memory`, and ended with their server. */
  async secure(): Promise<SecureStorage> {
    if (this.config.drivers.secure === "memory") {
      throw new UsageError("Secrets are of the kind memory: nothing of them is left when their server has ended");
    }
    return await (this.#secure ??= this.#opening("secure", this.config.storage.secure));
  }

  /** The models, with all events of a log: from a snapshot and the log behind it, or from the log alone. */
  async models(event: EventStorage, isRebuilt: boolean): Promise<ModelStorage> {
    const model = await this.#storage("model");
    await startFromSnapshot({ event, model, folder: this.snapshots, isRebuilt, warn: this.#warn });
    const { logId, head } = await event.info();
    let { seq, logId: known } = await model.state();
    if (known === null) await model.reset(logId);
    while (seq < head) {
      const { entries } = await event.read(seq + 1, PAGE);
      seq = await model.apply(entries.map(fromEntry));
    }
    return model;
  }

  /** Closes the storages, and lets a server have the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }

  async #storage<R extends Role>(role: R): Promise<Storages[R]> {
    const written = this.config.storage[role];
    const isSecret = JSON.stringify(written).includes('"secure:');
    return await this.#opening(role, isSecret ? await withSecrets(written, textOf(await this.secure())) : written);
  }

  async #opening<R extends Role>(role: R, given: Settings): Promise<Storages[R]> {
    const { drivers, server } = this.config;
    const settings = new OwnSettings(STORAGE_SECTIONS[role], given);
    const parts = { settings, folder: server.dataDir, serverId: server.id, warn: this.#warn };
    this.#plugins ??= pluginsOf(this.config.plugins.dir, (_level, text, plugin) => this.#warn(`${text}: ${plugin}`))
      .then((plugins) => this.#opened.use(plugins));
    return this.#opened.use(await kindOf(role, drivers[role], await this.#plugins).open(parts)) as Storages[R];
  }
}

/** Runs a verb with a server's data. Failures of storages end it as they end a server. */
export async function withOffline(
  context: VerbContext,
  work: (offline: Offline) => Promise<number>,
): Promise<number> {
  try {
    await using offline = await Offline.open(context);
    return await work(offline);
  } catch (error) {
    throw asServerError(error);
  }
}
