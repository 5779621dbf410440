/** A log in memory that several cores of a test share. */
import type { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";

/** The log as one of the cores reaches it. */
export class Reach {
  /** Whether its calls fail, those that wait included. */
  isOut = false;
  readonly storage: EventStorage;

  /** A way to a log. The log itself stays open when this is closed. */
  constructor(log: MemoryEventStorage) {
    const check = () => {
      if (this.isOut) throw new StorageError("unavailable", "out of reach");
    };
    this.storage = new Proxy(log, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        if (name === "info") return () => ({ ...target.info(), shared: true });
        return async (...args: unknown[]) => {
          check();
          const result = await value.apply(target, args);
          check();
          return result;
        };
      },
    });
  }
}
