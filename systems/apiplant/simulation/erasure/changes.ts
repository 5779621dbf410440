/** What is done to a server, as chance picks it: changes, losses of power, restarts, and older keys that come back. */
import { eraseAgain, erasedPlace } from "../../personal/erased_register.ts";
import type { FileEventStorage } from "../../storage/file/event_storage.ts";
import type { Files } from "./search.ts";
import type { SimulatedServer } from "./server.ts";

/** The instances that are changed. */
export const INSTANCES: readonly string[] = ["a", "b", "c"];

/** A value that was planted in a personal field. */
export interface Planted {
  readonly instance: string;
  readonly value: string;
}

/** Changes one server. */
export class Changes {
  readonly planted: Planted[] = [];
  readonly counts = { erasures: 0, compactions: 0, restores: 0 };
  readonly #server: SimulatedServer;
  readonly #isTraced: boolean;
  /** The keys of an earlier moment. */
  #saved: Files = new Map();

  /** @param isTraced Whether the server keeps a trace of requests, which is a defect. */
  constructor(server: SimulatedServer, isTraced: boolean) {
    this.#server = server;
    this.#isTraced = isTraced;
  }

  /** Defines the model, as often as the power goes. */
  async define(): Promise<void> {
    const fields = { email: { type: "String", personal: true }, note: { type: "String" } } as const;
    const definition = { id: "person", idKind: "any", fields } as const;
    while (this.#server.core.state.model("person") === null) {
      await this.#server.write({ op: "createModel", definition });
    }
  }

  /** One change that chance picks. */
  async step(): Promise<void> {
    const { random } = this.#server, instance = random.pick(INSTANCES), what = random.next(), model = "person";
    if (what < 0.5) {
      const value = `planted-value-${this.planted.length}-of-${instance}`, data = { email: value, note: "plain-note" };
      this.planted.push({ instance, value });
      if (this.#isTraced) await this.#trace(value);
      const exists = await this.#server.core.state.get(model, instance) !== null;
      await this.#server.write(
        exists ? { op: "patch", model, id: instance, data } : { op: "create", model, id: instance, data },
      );
    } else if (what < 0.7) {
      this.counts.erasures++;
      await this.#server.write({ op: "erase", model, id: instance });
    } else if (what < 0.78) await this.#server.write({ op: "delete", model, id: instance });
    else if (what < 0.84) await this.#server.lose();
    else if (what < 0.88) this.#saved = this.#keys();
    else if (what < 0.94) await this.#server.restart((log) => this.#compact(log));
    else await this.#server.restart((log) => this.#restore(log));
  }

  async #trace(value: string): Promise<void> {
    const file = await this.#server.disk.program().openWrite("/trace.log");
    await file.write(await file.size(), new TextEncoder().encode(`${value}\n`));
  }

  #keys(): Files {
    return new Map([...this.#server.disk.contents()].filter(([path]) => path.includes("/subject%2F")));
  }

  /** Moves the beginning of the log to its archive, as far as no erasure of it is left to do. */
  async #compact(log: FileEventStorage): Promise<void> {
    const erased = (await erasedPlace(log))?.erased ?? 0;
    await log.compact(Math.min(erased, this.#server.storages.models.state().seq) + 1, this.#server.random.chance(0.5));
    this.counts.compactions++;
  }

  /** Puts keys back that were saved before: what the log says is erased must be erased again. */
  async #restore(log: FileEventStorage): Promise<void> {
    const disk = this.#server.disk.program();
    for (const [path, bytes] of this.#saved) {
      const file = await disk.openWrite(path);
      await file.write(0, bytes);
      await file.sync();
    }
    await disk.syncFolder("/secrets");
    await eraseAgain(log);
    this.counts.restores++;
  }
}
