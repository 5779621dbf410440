/** The kinds of storage in other processes: drivers at an address, and plugins that this server starts. */
import { join } from "node:path";
import type { Role } from "../config/config.ts";
import type { Plugins } from "../plugins/plugins.ts";
import type { Caller } from "../remote/caller.ts";
import type { Encoding } from "../remote/encoding.ts";
import { TARGET_FORMS, targetOf } from "../remote/target.ts";
import type { SealedOptions } from "../storage/secure/open_sealed.ts";
import { ServerError } from "./exit.ts";
import type { Kind, OpenParts, Storages } from "./storages.ts";

/** The settings of each driver in another process that are the server's own. */
interface OwnPart {
  readonly encoding: Encoding;
  readonly timeoutMs: number;
  readonly sealed: SealedOptions;
}

/** The log is followed by the server's id, and secrets have their key in the data folder. */
const KEPT: Readonly<Record<Role, boolean>> = { secure: true, event: true, model: false, error: false };

/** A driver that runs already, at the address of its settings. */
export function httpKind<R extends Role>(role: R): Kind<Storages[R]> {
  return {
    isKept: KEPT[role],
    open: async (parts) => {
      const { settings } = parts, own = ownPart(role, parts);
      const url = settings.text("url", "");
      const target = targetOf(url);
      if (target === null) {
        throw new ServerError("configuration", `url of the ${role} storage must be ${TARGET_FORMS}`);
      }
      const { Caller } = await import("../remote/caller.ts");
      return await opened(role, new Caller({ target, token: settings.optional("token"), ...own }), own);
    },
  };
}

/** A plugin, whose other settings are its own. */
export function pluginKind<R extends Role>(role: R, name: string, plugins: Plugins): Kind<Storages[R]> {
  return {
    isKept: KEPT[role],
    open: async (parts) => {
      const { settings } = parts, own = ownPart(role, parts);
      const memoryBytes = settings.bytesOrNull("memory-max");
      const { PINGS } = await import("../remote/ping.ts");
      const { plugin, release } = await plugins.run(name, {
        settings: settings.rest(),
        memoryBytes,
        ping: PINGS[role],
      });
      return await opened(role, plugin.caller(own.encoding, own.timeoutMs, release), own);
    },
  };
}

function ownPart(role: Role, { settings, folder, warn }: OpenParts): OwnPart {
  return {
    encoding: settings.choice("encoding", ["json", "protobuf"], "json"),
    timeoutMs: settings.milliseconds("timeout", 5_000),
    sealed: {
      privateKey: role === "secure" ? settings.optional("private-key") : null,
      passphrase: role === "secure" ? settings.optional("passphrase") : null,
      ownKey: join(folder, "private-key"),
      warn,
    },
  };
}

/** The storage that a caller reaches; the caller is closed if it is none. */
async function opened<R extends Role>(role: R, caller: Caller, own: OwnPart): Promise<Storages[R]> {
  try {
    return await OPEN[role](caller, own);
  } catch (error) {
    await caller[Symbol.asyncDispose]();
    throw error;
  }
}

const OPEN: { readonly [R in Role]: (caller: Caller, own: OwnPart) => Promise<Storages[R]> } = {
  event: async (caller) => {
    return await (await import("../storage/remote/event_storage.ts")).RemoteEventStorage.open(caller);
  },
  model: async (caller) => {
    return await (await import("../storage/remote/model_storage.ts")).RemoteModelStorage.open(caller);
  },
  error: async (caller) => {
    return await (await import("../storage/remote/error_storage.ts")).RemoteErrorStorage.open(caller);
  },
  secure: async (caller, { sealed }) => {
    const { openSealed } = await import("../storage/secure/open_sealed.ts");
    const { RemoteSecureStorage } = await import("../storage/remote/secure_storage.ts");
    return await openSealed(await RemoteSecureStorage.open(caller), sealed);
  },
};
