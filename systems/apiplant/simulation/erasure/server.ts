/** A server on a simulated disk that loses power: started, lost, stopped, and asked for changes. */
import type { Operation } from "../../commit/command.ts";
import { Refusal } from "../../commit/refusal.ts";
import type { Seq } from "../../event/event.ts";
import { idMaker } from "../../event/new_id.ts";
import { modelRules } from "../../model/rules.ts";
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

const NO_SIGNAL = new AbortController().signal;

/** The open storages of a server. */
export interface Storages {
  readonly log: FileEventStorage;
  readonly models: FileModelStorage;
  readonly secure: SecureStorage;
}

/** The server with its disk. */
export class SimulatedServer {
  readonly random: SeededRandom;
  readonly disk: SimulatedDisk;
  /** How often the power went. */
  losses = 0;
  readonly #defect: SecretsDefect | null;
  readonly #deleted = new Map<string, Uint8Array>();
  #clock = new HastyClock();
  #storages: Storages | null = null;
  #core: RunningCore | null = null;

  /** A server that {@link start} starts; its secure storage has a defect. */
  constructor(seed: number, defect: SecretsDefect | null) {
    this.random = new SeededRandom(seed);
    this.disk = new SimulatedDisk(this.random.fork());
    this.#defect = defect;
  }

  /** What runs. */
  get core(): RunningCore {
    return this.#core!;
  }

  /** What is open. */
  get storages(): Storages {
    return this.#storages!;
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
    const secure = defect === null ? files : await DefectiveSecrets.open(files, defect, this.#deleted);
    const log = await FileEventStorage.open({ folder: "/events", disk, clock, segmentBytes: 2_000 });
    this.#storages = { log, models: await FileModelStorage.open({ folder: "/models", disk, clock }), secure };
  }

  /** Takes the power away, and starts the server again. */
  async lose(): Promise<void> {
    this.losses++;
    this.#clock.stop();
    this.#core = this.#storages = null;
    this.disk.losePower();
    await this.start();
  }

  /** Stops the server; between its end and the next start something may be done to its files. */
  async restart(between: (log: FileEventStorage) => Promise<void>): Promise<void> {
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

  /** Stops the server. */
  async end(): Promise<void> {
    await this.#core!.close(NO_SIGNAL);
    await this.#close();
  }
}
