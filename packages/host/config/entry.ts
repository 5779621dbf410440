/**
 * What the readers of both kinds of configuration give: services in order, each with its problems.
 *
 * @module
 */
import type { Service } from "../service.ts";
import type { ConfigProblem } from "./problem.ts";
import type { Report } from "./setting.ts";

/** The most services that are read of one file. */
export const MAX_SERVICES = 1_000;

/** One service of a file. */
export interface Entry {
  /** Where it stands. */
  place: string;
  /** Its name; null if that cannot be read. */
  socketId: string | null;
  /** The service; null if it has a problem. */
  service: Service | null;
}

/** What a file has. */
export interface Entries {
  /** Every service, those with problems included. */
  entries: Entry[];
  /** Everything that is wrong. */
  problems: ConfigProblem[];
}

/** Collects the entries of one file. */
export class EntryList implements Entries {
  readonly #file: string;
  readonly entries: Entry[] = [];
  readonly problems: ConfigProblem[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Takes what is wrong with the file itself. */
  readonly report: Report = (code, place, reason) => {
    this.problems.push({ code, file: this.#file, place, reason, socketId: null });
  };

  /** Reads one service; it is usable if its reader reports nothing and no earlier service has its name. */
  add(place: string, read: (report: Report) => Service | null): void {
    const found: ConfigProblem[] = [];
    const report: Report = (code, place, reason) => {
      found.push({ code, file: this.#file, place, reason, socketId: null });
    };
    const service = read(report);
    const socketId = service?.socketId ?? null;
    const earlier = this.entries.find((entry) => socketId !== null && entry.socketId === socketId);
    if (earlier !== undefined) {
      report(
        "ServiceDuplicate",
        place,
        `${JSON.stringify(socketId)} is declared at ${earlier.place}; remove one of them`,
      );
    }
    for (const problem of found) this.problems.push({ ...problem, socketId: earlier === undefined ? socketId : null });
    if (earlier === undefined) this.entries.push({ place, socketId, service: found.length === 0 ? service : null });
  }
}
