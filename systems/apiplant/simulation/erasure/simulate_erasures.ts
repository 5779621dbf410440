/**
 * One run: a server with personal data on a disk that loses power, is compacted, and gets older keys back. What is done follows from
 * the seed; keys and nonces do not, nor where exactly an operation meets the loss of power.
 */
import type { Operation } from "../../commit/command.ts";
import { Refusal } from "../../commit/refusal.ts";
import type { Event, Seq } from "../../event/event.ts";
import { idMaker } from "../../event/new_id.ts";
import { fromEntry } from "../../event/text.ts";
import { modelRules } from "../../model/rules.ts";
import { eraseAgain, erasedPlace } from "../../personal/erased_register.ts";
import { type RunningCore, startCore } from "../../server/start_core.ts";
import { FileEventStorage } from "../../storage/file/event_storage.ts";
import { FileModelStorage } from "../../storage/file/model_storage.ts";
import { FileSecureStorage } from "../../storage/file/secure_storage.ts";
import { SimulatedDisk } from "../../storage/file/simulation/disk.ts";
import { MemoryErrorStorage } from "../../storage/memory/error_storage.ts";
import type { SecureStorage } from "../../storage/roles.ts";
import { SeededRandom } from "../random.ts";
import { DefectiveSecrets, type SecretsDefect } from "./defective_secrets.ts";
import { HastyClock } from "./hasty_clock.ts";
import { type Files, filesWith, readable } from "./search.ts";

/** What a run does wrong on purpose: its secure storage, or the server, which keeps a trace of requests. */
export type ErasureDefect = SecretsDefect | "requests are traced";

/** What a run did, and what was wrong. */
export interface ErasureResult {
  readonly wrong: readonly string[];
  readonly values: number;
  readonly erasures: number;
  readonly losses: number;
  readonly compactions: number;
  readonly restores: number;
}

const STEPS = 40;
const INSTANCES = ["a", "b", "c"];
const NO_SIGNAL = new AbortController().signal;

/** A value that was planted in a personal field. */
interface Planted {
  readonly instance: string;
  readonly value: string;
}

/** The server with its disk, and what was done to it. */
class Run {
  readonly random: SeededRandom;
  readonly disk: SimulatedDisk;
  readonly planted: Planted[] = [];
  readonly wrong: string[] = [];
  readonly counts = { erasures: 0, losses: 0, compactions: 0, restores: 0 };
  readonly #defect: ErasureDefect | null;
  readonly #deleted = new Map<string, Uint8Array>();
  #clock = new HastyClock();
  #storages:
    | { readonly log: FileEventStorage; readonly models: FileModelStorage; readonly secure: SecureStorage }
    | null = null;
  #core: RunningCore | null = null;
  /** The keys of an earlier moment. */
  #saved: Files = new Map();

  constructor(seed: number, defect: ErasureDefect | null) {
    this.random = new SeededRandom(seed);
    this.disk = new SimulatedDisk(this.random.fork());
    this.#defect = defect;
  }

  /** Starts the server, as often as the power goes meanwhile. */
  async start(): Promise<void> {
    const { random, disk } = this;
    disk.powerFor = random.chance(0.15) ? random.below(60) : Infinity;
    try {
      await this.#open();
      const { log, models, secure } = this.#storages!, clock = this.#clock, ids = random.fork();
      this.#core = await startCore({
        id: "server-a",
        log,
        models,
        secure,
        keepsSecrets: true,
        errors: new MemoryErrorStorage(),
        rules: modelRules({ pageMax: 100 }),
        hooks: () => ({
          check: () => Promise.resolve(),
          pre: () => Promise.resolve(undefined),
          applied: () => {},
          post: () => Promise.resolve(),
          start: () => Promise.resolve(),
          close: () => Promise.resolve(),
        }),
        newId: idMaker(clock, (bytes) => ids.fill(bytes)),
        random: () => ids.next(),
        clock,
        patienceMs: 2_000,
        maxReferring: 10,
      });
      disk.powerFor = Infinity;
    } catch (error) {
      if (!disk.isOut) throw error;
      await this.lose();
    }
  }

  async #open(): Promise<void> {
    const disk = this.disk.program(), clock = this.#clock = new HastyClock();
    const files = await FileSecureStorage.open("/secrets", disk), defect = this.#defect;
    const secure = defect === null || defect === "requests are traced"
      ? files
      : await DefectiveSecrets.open(files, defect, this.#deleted);
    const log = await FileEventStorage.open({ folder: "/events", disk, clock, segmentBytes: 2_000 });
    this.#storages = { log, models: await FileModelStorage.open({ folder: "/models", disk, clock }), secure };
  }

  /** Takes the power away, and starts the server again. */
  async lose(): Promise<void> {
    this.counts.losses++;
    this.#clock.stop();
    this.#core = this.#storages = null;
    this.disk.losePower();
    await this.start();
  }

  /** Stops the server; between its end and the next start something may be done to its files. */
  async restart(between: (log: FileEventStorage) => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.#core!.close(NO_SIGNAL);
    await this.#close();
    await this.#open();
    await between(this.#storages!.log);
    await this.#close();
    await this.start();
  }

  async #close(): Promise<void> {
    const { log, models, secure } = this.#storages!;
    for (const storage of [models, log, secure]) await storage[Symbol.asyncDispose]();
    this.#clock.stop();
    this.#core = this.#storages = null;
  }

  /** Makes a change; gives its place, or `null` if it was refused or the power went. */
  async write(operation: Operation, mayCut = true): Promise<Seq | null> {
    const { random, disk } = this, core = this.#core!, out = Promise.withResolvers<null>();
    disk.onOut = () => out.resolve(null);
    if (mayCut && random.chance(0.2)) disk.powerFor = random.below(40);
    const written = (async () => {
      const command = { operations: [operation], batch: false, actor: "a", requestId: "r", signal: NO_SIGNAL };
      const { seq: [seq] } = await core.writer.write(command);
      if (operation.op === "erase") await core.erased(seq, this.#clock.ended);
      return seq;
    })();
    written.catch(() => {});
    try {
      return await Promise.race([written, out.promise]);
    } catch (error) {
      if (!disk.isOut && !(error instanceof Refusal && error.status < 500)) throw error;
      return null;
    } finally {
      if (disk.isOut) await this.lose();
      disk.powerFor = Infinity;
    }
  }

  /** One change that chance picks. */
  async step(): Promise<void> {
    const { random } = this, instance = random.pick(INSTANCES), what = random.next(), model = "person";
    if (what < 0.5) {
      const value = `planted-value-${this.planted.length}-of-${instance}`, data = { email: value, note: "plain-note" };
      this.planted.push({ instance, value });
      if (this.#defect === "requests are traced") await this.#trace(value);
      const exists = await this.#core!.state.get(model, instance) !== null;
      await this.write(
        exists ? { op: "patch", model, id: instance, data } : { op: "create", model, id: instance, data },
      );
    } else if (what < 0.7) {
      this.counts.erasures++;
      await this.write({ op: "erase", model, id: instance });
    } else if (what < 0.78) await this.write({ op: "delete", model, id: instance });
    else if (what < 0.84) await this.lose();
    else if (what < 0.88) this.#saved = this.#keys();
    else if (what < 0.94) await this.restart((log) => this.#compact(log));
    else await this.restart((log) => this.#restore(log));
  }

  async #trace(value: string): Promise<void> {
    const file = await this.disk.program().openWrite("/trace.log");
    await file.write(await file.size(), new TextEncoder().encode(`${value}\n`));
  }

  #keys(): Files {
    return new Map([...this.disk.contents()].filter(([path]) => path.includes("/subject%2F")));
  }

  /** Moves the beginning of the log to its archive, as far as no erasure of it is left to do. */
  async #compact(log: FileEventStorage): Promise<void> {
    const erased = (await erasedPlace(log))?.erased ?? 0;
    await log.compact(Math.min(erased, this.#storages!.models.state().seq) + 1, this.random.chance(0.5));
    this.counts.compactions++;
  }

  /** Puts keys back that were saved before: what the log says is erased must be erased again. */
  async #restore(log: FileEventStorage): Promise<void> {
    const disk = this.disk.program();
    for (const [path, bytes] of this.#saved) {
      const file = await disk.openWrite(path);
      await file.write(0, bytes);
      await file.sync();
    }
    await disk.syncFolder("/secrets");
    await eraseAgain(log);
    this.counts.restores++;
  }

  /** All events that are still in the log. */
  async #events(): Promise<Event[]> {
    const { log } = this.#storages!, { first, head } = log.info(), events: Event[] = [];
    for (let from = first; from <= head;) {
      const { entries } = await log.read(from, 100);
      events.push(...entries.map(fromEntry));
      from += entries.length;
    }
    return events;
  }

  /** The places of erasures that were seen, by instance: those that a compaction takes away stay known. */
  readonly #erased = new Map<string, Seq>();
  /** The places at which a value was seen to land, as its instance's revision. */
  readonly #landed = new Map<string, Seq>();

  /** Searches the disk of a server that is at rest: it has done all that it has said. */
  async check(at: string): Promise<void> {
    const core = this.#core!, files = this.disk.contents(), found = await readable(files);
    for (const { kind, instance, seq } of await this.#events()) {
      if (kind === "instance.erased") this.#erased.set(instance!, Math.max(seq, this.#erased.get(instance!) ?? 0));
    }
    for (const instance of INSTANCES) {
      const now = await core.state.get("person", instance), value = now?.data["email"];
      if (typeof value === "string") this.#landed.set(value, now!.revision);
    }
    for (const { value, instance } of this.planted) {
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

  /** Defines the model, as often as the power goes. */
  async define(): Promise<void> {
    const fields = { email: { type: "String", personal: true }, note: { type: "String" } } as const;
    const definition = { id: "person", idKind: "any", fields } as const;
    while (this.#core!.state.model("person") === null) await this.write({ op: "createModel", definition });
  }

  async end(): Promise<void> {
    await this.#core!.close(NO_SIGNAL);
    await this.#close();
  }
}

/** Runs one seed, with a defect if one is planted. */
export async function simulateErasures(seed: number, defect: ErasureDefect | null = null): Promise<ErasureResult> {
  const run = new Run(seed, defect);
  await run.start();
  await run.define();
  for (let step = 0; step < STEPS && run.wrong.length === 0; step++) {
    await run.step();
    await run.check(`seed ${seed}, step ${step}`);
  }
  await run.end();
  return { wrong: run.wrong, values: run.planted.length, ...run.counts };
}
