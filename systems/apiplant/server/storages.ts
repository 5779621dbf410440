/** The kinds of storage that this package has, by role. Each is loaded when it is named. */
import { join } from "node:path";
import type { Role } from "../config/config.ts";
import type { ErrorStorage, EventStorage, ModelStorage, SecureStorage } from "../storage/roles.ts";
import { ServerError } from "./exit.ts";
import { type OwnSettings, required } from "./own_settings.ts";
import { httpKind, pluginKind } from "./remote_kinds.ts";
import type { Plugins, PluginsOptions } from "../plugins/plugins.ts";

/** What a kind is opened with. */
export interface OpenParts {
  readonly settings: OwnSettings;
  /** The folder for its files, unless its settings name another. */
  readonly folder: string;
  readonly serverId: string;
  /** Gets a sentence about what works, and may not be meant. */
  readonly warn: (text: string) => void;
}

/** The storage of each role. */
export interface Storages {
  readonly secure: SecureStorage;
  readonly event: EventStorage;
  readonly model: ModelStorage;
  readonly error: ErrorStorage;
}

/** A kind of storage. */
export interface Kind<Storage> {
  /** Whether it needs the data folder: for its files, or for the id that the server has at every start. */
  readonly isKept: boolean;
  open(parts: OpenParts): Promise<Storage> | Storage;
}

/** The kinds, by role and name. */
export const KINDS: { readonly [R in Role]: Readonly<Record<string, Kind<Storages[R]>>> } = {
  secure: {
    memory: {
      isKept: false,
      open: async () => new (await import("../storage/memory/secure_storage.ts")).MemorySecureStorage(),
    },
    file: {
      isKept: true,
      open: async (parts) => {
        const { FileSecureStorage } = await import("../storage/file/secure_storage.ts");
        const path = parts.settings.path("path", join(parts.folder, "secrets"));
        return await sealed(await FileSecureStorage.open(path), parts);
      },
    },
    sqlite: {
      isKept: true,
      open: async (parts) => {
        const { SqliteSecureStorage } = await import("../storage/sqlite/secure_storage.ts");
        const path = parts.settings.path("path", join(parts.folder, "secrets.sqlite"));
        return await sealed(await SqliteSecureStorage.open(path), parts);
      },
    },
    postgres: {
      isKept: true,
      open: async (parts) => {
        const { PostgresSecureStorage } = await import("../storage/postgres/secure_storage.ts");
        const { addressFrom } = await import("../storage/postgres/address_settings.ts");
        const schema = parts.settings.text("schema", "apiplant"), address = await addressFrom(parts.settings);
        return await sealed(await PostgresSecureStorage.open({ address, schema }), parts);
      },
    },
    driver: {
      isKept: true,
      open: async ({ settings, folder, warn }) => {
        const { openDriverSecrets } = await import("../storage/driver/open_keys.ts");
        return await openDriverSecrets(settings, join(folder, "private-key"), warn);
      },
    },
    http: httpKind("secure"),
  },
  event: {
    memory: {
      isKept: false,
      open: async () => new (await import("../storage/memory/event_storage.ts")).MemoryEventStorage(),
    },
    file: {
      isKept: true,
      open: async ({ settings, folder, warn }) => {
        const { FileEventStorage } = await import("../storage/file/event_storage.ts");
        return await FileEventStorage.open({
          folder: settings.path("path", join(folder, "events")),
          sync: settings.choice("sync", ["commit", "interval", "none"], "commit"),
          syncMs: settings.milliseconds("sync-ms", 200),
          verify: settings.choice("verify", ["last", "all"], "last"),
          segmentBytes: settings.bytes("segment", 64 * 2 ** 20),
          warn,
        });
      },
    },
    sqlite: {
      isKept: true,
      open: async ({ settings, folder }) => {
        const { SqliteEventStorage } = await import("../storage/sqlite/event_storage.ts");
        return await SqliteEventStorage.open(settings.path("path", join(folder, "events.sqlite")));
      },
    },
    postgres: {
      isKept: true,
      open: async ({ settings, warn }) => {
        const { PostgresEventStorage } = await import("../storage/postgres/event_storage.ts");
        const { addressFrom } = await import("../storage/postgres/address_settings.ts");
        const schema = settings.text("schema", "apiplant");
        return await PostgresEventStorage.open({ address: await addressFrom(settings), schema, warn });
      },
    },
    jetstream: {
      isKept: true,
      open: async ({ settings, warn }) => {
        const { JetStreamEventStorage } = await import("../storage/jetstream/event_storage.ts");
        const { settingsFrom } = await import("../storage/jetstream/settings.ts");
        return await JetStreamEventStorage.open({ settings: await settingsFrom(settings), warn });
      },
    },
    http: httpKind("event"),
  },
  model: {
    memory: {
      isKept: false,
      open: async () => new (await import("../storage/memory/model_storage.ts")).MemoryModelStorage(),
    },
    file: {
      isKept: true,
      open: async ({ settings, folder, warn }) => {
        const { FileModelStorage } = await import("../storage/file/model_storage.ts");
        return await FileModelStorage.open({
          folder: settings.path("path", join(folder, "models")),
          writeMs: settings.milliseconds("write-ms", 1_000),
          warn,
        });
      },
    },
    sqlite: {
      isKept: true,
      open: async ({ settings, folder }) => {
        const { SqliteModelStorage } = await import("../storage/sqlite/model_storage.ts");
        return await SqliteModelStorage.open(settings.path("path", join(folder, "models.sqlite")));
      },
    },
    driver: {
      isKept: true,
      open: async ({ settings, warn }) => {
        const { openDriverModels } = await import("../storage/driver/open_models.ts");
        return await openDriverModels(settings, warn);
      },
    },
    http: httpKind("model"),
  },
  error: {
    stdout: {
      isKept: false,
      open: async () => new (await import("../storage/errors/stdout_errors.ts")).StdoutErrorStorage(),
    },
    memory: {
      isKept: false,
      open: async () => new (await import("../storage/memory/error_storage.ts")).MemoryErrorStorage(),
    },
    file: {
      isKept: true,
      open: async ({ settings, folder }) => {
        const { FileErrorStorage } = await import("../storage/file/error_storage.ts");
        return await FileErrorStorage.open(settings.path("path", join(folder, "errors")));
      },
    },
    driver: {
      isKept: true,
      open: async ({ settings, warn }) => {
        const { openDriverErrors } = await import("../storage/driver/open_keys.ts");
        return await openDriverErrors(settings, warn);
      },
    },
    http: httpKind("error"),
  },
};

/** Secrets that a storage keeps without knowing them. */
async function sealed(below: SecureStorage, { settings, folder, warn }: OpenParts): Promise<SecureStorage> {
  const { openSealed } = await import("../storage/secure/open_sealed.ts");
  return await openSealed(below, {
    privateKey: settings.optional("private-key"),
    passphrase: settings.optional("passphrase"),
    ownKey: ownKeyIn(folder),
    warn,
  });
}

/** The private key of a server whose settings name none. */
export function ownKeyIn(folder: string): string {
  return join(folder, "private-key");
}

/** The names of all kinds, of whichever role: no plugin has one of them. */
const KIND_NAMES: readonly string[] = Object.values(KINDS).flatMap((kinds) => Object.keys(kinds));

/** The plugins of a folder, none of which has the name of a kind. */
export async function pluginsOf(folder: string, report: PluginsOptions["report"]): Promise<Plugins> {
  const { Plugins } = await import("../plugins/plugins.ts");
  return await Plugins.find({ folder, taken: KIND_NAMES, report });
}

/**
 * The kind of a role: one of this package, or a plugin.
 *
 * @throws {ServerError} `storageFailed` if the role has no such kind.
 */
export function kindOf<R extends Role>(role: R, name: string, plugins: Plugins): Kind<Storages[R]> {
  const kinds = KINDS[role];
  if (Object.hasOwn(kinds, name)) return required(kinds[name]);
  const others = plugins.names(role);
  if (others.includes(name)) return pluginKind(role, name, plugins);
  const known = [...Object.keys(kinds), ...others].join(", ");
  throw new ServerError("storageFailed", `No ${role} storage is named ${JSON.stringify(name)}: known are ${known}`);
}
