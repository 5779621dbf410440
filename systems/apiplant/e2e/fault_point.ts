/** Steps of the write path at which a process kills itself. */
import type { Disk, DiskFile } from "../storage/file/disk.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";

/** The steps, in the order of a change. */
export const FAULT_POINTS = [
  "before the append",
  "before its bytes are written",
  "after its bytes are written, before they are synced",
  "after they are synced",
  "after the append",
  "after the models are applied",
  "before a register is set",
  "after a register is set",
] as const;

/** One of them. */
export type FaultPoint = typeof FAULT_POINTS[number];

/** Kills this process when a step is reached for the n-th time. */
export class FaultTrap {
  readonly #point: string;
  #left: number;

  /** `point` may be no step at all. */
  constructor(point: string, nth: number) {
    this.#point = point;
    this.#left = nth;
  }

  /** The process has reached a step. */
  reach(point: FaultPoint): void {
    if (point === this.#point && --this.#left === 0) Deno.kill(Deno.pid, "SIGKILL");
  }
}

/** An event storage with its steps. */
export function trappedLog(log: EventStorage, trap: FaultTrap): EventStorage {
  return new Proxy(log, {
    get(target, name) {
      if (name === "append") {
        return async (...args: Parameters<EventStorage["append"]>) => {
          trap.reach("before the append");
          const result = await target.append(...args);
          trap.reach("after the append");
          return result;
        };
      }
      if (name === "setRegister") {
        return async (...args: Parameters<EventStorage["setRegister"]>) => {
          trap.reach("before a register is set");
          const result = await target.setRegister(...args);
          trap.reach("after a register is set");
          return result;
        };
      }
      return bound(target, name);
    },
  });
}

/** A model storage with its step. */
export function trappedModels(models: ModelStorage, trap: FaultTrap): ModelStorage {
  return new Proxy(models, {
    get(target, name) {
      if (name !== "apply") return bound(target, name);
      return async (...args: Parameters<ModelStorage["apply"]>) => {
        const seq = await target.apply(...args);
        trap.reach("after the models are applied");
        return seq;
      };
    },
  });
}

/** A disk with the steps of the log's segments. */
export function trappedDisk(disk: Disk, trap: FaultTrap): Disk {
  return new Proxy(disk, {
    get(target, name) {
      if (name !== "openWrite") return bound(target, name);
      return async (path: string) => {
        const file = await target.openWrite(path);
        return /\d{20}\.log$/.test(path) ? trappedFile(file, trap) : file;
      };
    },
  });
}

function trappedFile(file: DiskFile, trap: FaultTrap): DiskFile {
  return {
    size: () => file.size(),
    read: (offset, length) => file.read(offset, length),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
    async write(offset, bytes) {
      trap.reach("before its bytes are written");
      await file.write(offset, bytes);
      trap.reach("after its bytes are written, before they are synced");
    },
    async sync() {
      await file.sync();
      trap.reach("after they are synced");
    },
  };
}

function bound<T extends object>(target: T, name: string | symbol): unknown {
  const value = Reflect.get(target, name);
  return typeof value === "function" ? value.bind(target) : value;
}
