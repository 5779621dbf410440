/** Storages of a plugin that is killed in the middle of calls: what is lost is settled as a server does it. */
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { appendSettled } from "../../commit/settle.ts";
import {
  type ErrorStorage,
  type EventStorage,
  type ModelStorage,
  type SecureStorage,
  StorageError,
} from "../../storage/roles.ts";
import type { StartedPlugin } from "./started_plugin.ts";

/** How many calls there are for each that the plugin does not outlive. */
const EVERY = 3;

/** How often one plugin is killed at most: each time, another process must start. */
const MAX_KILLS = 5;

/** Kills a plugin during calls: by turns while the request is on its way, and when the answer is. */
export class Killer {
  readonly #plugin: StartedPlugin;
  #calls = 0;
  #kills = 0;
  #isKilling = false;

  /** The plugin is another process after each kill. */
  constructor(plugin: StartedPlugin) {
    this.#plugin = plugin;
  }

  /** How often it was killed. */
  get kills(): number {
    return this.#kills;
  }

  /** Makes a call, which rejects as `unavailable` if the answer is lost. */
  async during<T>(call: () => Promise<T> | T): Promise<T> {
    if (this.#isKilling || this.#kills === MAX_KILLS || ++this.#calls % EVERY !== 0) return await call();
    this.#isKilling = true;
    try {
      if (++this.#kills % 2 === 0) {
        await call();
        await this.#plugin.kill();
        throw new StorageError("unavailable", "The answer was lost");
      }
      const running = Promise.resolve(call());
      running.catch(() => {});
      await this.#plugin.kill();
      return await running;
    } finally {
      this.#isKilling = false;
    }
  }

  /** Makes a call again until its answer is not lost. */
  async repeated<T>(call: () => Promise<T> | T): Promise<T> {
    for (;;) {
      try {
        return await this.during(call);
      } catch (error) {
        if (!(error instanceof StorageError) || error.code !== "unavailable") throw error;
      }
    }
  }

  /** Makes a compare-and-set, and looks at what is there if the answer is lost; `landed` is null if it must be made again. */
  async settled<T>(call: () => Promise<T> | T, landed: () => Promise<T | null>): Promise<T> {
    for (;;) {
      try {
        return await this.during(call);
      } catch (error) {
        if (!(error instanceof StorageError) || error.code !== "unavailable") throw error;
      }
      const found = await landed();
      if (found !== null) return found;
    }
  }
}

/** Puts other methods before those of a storage. */
function over<Storage extends object>(storage: Storage, methods: Partial<Storage>): Storage {
  return new Proxy(storage, {
    get(target, name) {
      if (Object.hasOwn(methods, name)) return methods[name as keyof Storage];
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The log. */
export function killedEvents(storage: EventStorage, killer: Killer): EventStorage {
  const log = {
    append: (...args: Parameters<EventStorage["append"]>) => killer.during(() => storage.append(...args)),
    read: (...args: Parameters<EventStorage["read"]>) => killer.repeated(() => storage.read(...args)),
  };
  return over(storage, {
    append: (expected, drafts) => {
      const signal = new AbortController().signal;
      return appendSettled(expected, drafts, {
        log,
        signal,
        clock: SYSTEM_CLOCK,
        patienceMs: 60_000,
        onUnsettled() {},
      });
    },
    setRegister: (name, value, ifVersion) => {
      return killer.settled(() => storage.setRegister(name, value, ifVersion), async () => {
        const found = await killer.repeated(() => storage.getRegister(name)), version = found?.version ?? 0;
        if (version === ifVersion) return null;
        return version === ifVersion + 1 && found!.value === value ? { ok: true, version } : { ok: false };
      });
    },
  });
}

/** The models: all but dumps and loads, which begin again where the process that has their parts is gone. */
export function killedModels(storage: ModelStorage, killer: Killer): ModelStorage {
  const names = ["state", "apply", "reset", "models", "model", "hooks", "get", "find", "count", "findUnique"] as const;
  const methods = names.map((name) => {
    const call = storage[name].bind(storage) as (...args: unknown[]) => Promise<unknown>;
    return [name, (...args: unknown[]) => killer.repeated(() => call(...args))];
  });
  return over(storage, Object.fromEntries(methods));
}

/** The secrets. */
export function killedSecrets(storage: SecureStorage, killer: Killer): SecureStorage {
  const versionOf = async (name: string) => (await killer.repeated(() => storage.get(name)))?.version ?? 0;
  return over(storage, {
    get: (name) => killer.repeated(() => storage.get(name)),
    delete: (name) => killer.repeated(() => storage.delete(name)),
    list: (prefix) => killer.repeated(() => storage.list(prefix)),
    set: async (name, value, ifVersion) => {
      const before = ifVersion ?? await versionOf(name);
      return await killer.settled(() => storage.set(name, value, ifVersion), async () => {
        const found = await killer.repeated(() => storage.get(name)), version = found?.version ?? 0;
        if (version === before) return null;
        const isOurs = version === before + 1 && found!.value.toHex() === value.toHex();
        return isOurs ? { ok: true, version } : { ok: false };
      });
    },
  });
}

/** The errors. */
export function killedErrors(storage: ErrorStorage, killer: Killer): ErrorStorage {
  return over(storage, {
    log: (record) => killer.repeated(() => storage.log(record)),
    list: (query) => killer.repeated(() => storage.list(query)),
  });
}
