/** The kinds of storage that a server has of its own, by role. Each is loaded when it is named. */
import { join } from "node:path";
import type { Role } from "../config/config.ts";
import type { ErrorStorage, EventStorage, ModelStorage, SecureStorage } from "../storage/roles.ts";
import { ServerError } from "./exit.ts";
import { type OwnSettings, required } from "./own_settings.ts";

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
  /** Whether it keeps something in the data folder. */
  readonly isKept: boolean;
  open(parts: OpenParts): Promise<Storage> | Storage;
}

/** The kinds, by role and name. */
export const KINDS: { readonly [R in Role]: Readonly<Record<string, Kind<Storages[R]>>> } = {
  secure: {},
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
  },
  model: {
    memory: {
      isKept: false,
      open: async () => new (await import("../storage/memory/model_storage.ts")).MemoryModelStorage(),
    },
  },
  error: {},
};

/**
 * The kind of a role.
 *
 * @throws {ServerError} `storageFailed` if the role has no such kind.
 */
export function kindOf<R extends Role>(role: R, name: string): Kind<Storages[R]> {
  const kinds = KINDS[role];
  if (Object.hasOwn(kinds, name)) return required(kinds[name]);
  const known = Object.keys(kinds).join(", ");
  throw new ServerError("storageFailed", `No ${role} storage is named ${JSON.stringify(name)}: known are ${known}`);
}
