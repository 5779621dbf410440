/** Searches the disk of a server for values that are erased. */
import type { Event, Seq } from "../../event/event.ts";
import { fromEntry } from "../../event/text.ts";
import { INSTANCES, type Planted } from "./changes.ts";
import { filesWith, readable } from "./search.ts";
import type { SimulatedServer } from "./server.ts";

/** What is searched for, and what was found. */
export class Examination {
  readonly wrong: string[] = [];
  readonly #server: SimulatedServer;
  /** The places of erasures that were seen, by instance: those that a compaction takes away stay known. */
  readonly #erased = new Map<string, Seq>();
  /** The places at which a value was seen to land, as its instance's revision. */
  readonly #landed = new Map<string, Seq>();

  /** A search of a server that goes on from step to step. */
  constructor(server: SimulatedServer) {
    this.#server = server;
  }

  /** Searches the disk of a server that is at rest: it has done all that it has said. */
  async search(at: string, planted: readonly Planted[]): Promise<void> {
    const core = this.#server.core, files = this.#server.disk.contents(), found = await readable(files);
    for (const { kind, instance, seq } of await this.#events()) {
      if (kind === "instance.erased") this.#erased.set(instance!, Math.max(seq, this.#erased.get(instance!) ?? 0));
    }
    for (const instance of INSTANCES) {
      const now = await core.state.get("person", instance), value = now?.data["email"];
      if (typeof value === "string") this.#landed.set(value, now!.revision);
    }
    for (const { value, instance } of planted) {
      const where = filesWith(files, value), landed = this.#landed.get(value);
      if (where.length > 0) this.wrong.push(`${at}: ${value} stands in ${where.join(", ")}`);
      if (landed === undefined) continue;
      const isErased = landed < (this.#erased.get(instance) ?? 0);
      if (isErased && found.has(value)) this.wrong.push(`${at}: ${value} is erased, and a key of it is there`);
    }
    for (const instance of INSTANCES) {
      const now = await core.state.get("person", instance);
      if (now !== null && filesWith(files, "plain-note").length === 0) {
        this.wrong.push(`${at}: the search does not find what is there`);
      }
      if (
        now !== null && now.erased !== true && typeof now.data["email"] === "string" && !found.has(now.data["email"])
      ) {
        this.wrong.push(`${at}: the key of ${now.data["email"]} is not kept`);
      }
    }
  }

  /** All events that are still in the log. */
  async #events(): Promise<Event[]> {
    const { log } = this.#server.storages, { first, head } = log.info(), events: Event[] = [];
    for (let from = first; from <= head;) {
      const { entries } = await log.read(from, 100);
      events.push(...entries.map(fromEntry));
      from += entries.length;
    }
    return events;
  }
}
