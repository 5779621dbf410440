/** Runs of the log on a disk that loses power, judged by what was acknowledged. */
import { ManualClock } from "@fluxwire/transport";
import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Seq } from "../../../event/event.ts";
import { draftsOf } from "../../conformance/event_storage.ts";
import { StorageError } from "../../roles.ts";
import { FileEventStorage } from "../event_storage.ts";
import type { SyncMode } from "../log_writer.ts";
import { PowerLost, SimulatedDisk } from "./disk.ts";
import { SeededRandom } from "../../../simulation/random.ts";

const FOLDER = "/log";

/** An append that was begun: it is in the log whole, or not at all. */
interface Attempt {
  readonly expected: Seq;
  readonly texts: readonly string[];
}

/** A log whose programs end in every way. */
export class PowerCuts {
  readonly random: SeededRandom;
  readonly disk: SimulatedDisk;
  readonly clock: ManualClock = new ManualClock(1_000_000);
  /** The texts of entries that must be there. */
  acknowledged: string[] = [];
  register = 0;
  #attempts: Attempt[] = [];
  /** The register's value that may be there too. */
  #attempted = 0;
  readonly #sync: SyncMode;
  cuts = 0;
  torn = 0;

  /** Starts from a seed. */
  constructor(seed: number, sync: SyncMode = "commit") {
    this.random = new SeededRandom(seed);
    this.disk = new SimulatedDisk(this.random);
    this.#sync = sync;
  }

  /** Opens the log; the power may go meanwhile, then it is opened again. */
  async open(verify: "all" | "last" = "last"): Promise<FileEventStorage> {
    const { clock, random } = this, disk = this.disk.program();
    this.disk.powerFor = random.chance(0.2) ? random.below(25) : Infinity;
    try {
      const warn = () => void this.torn++;
      const options = { folder: FOLDER, disk, clock, warn, verify, segmentBytes: 2_000, sync: this.#sync, syncMs: 50 };
      const storage = await FileEventStorage.open(options);
      this.disk.powerFor = Infinity;
      return storage;
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
      this.cut();
      return this.open(verify);
    }
  }

  /** Takes the power away. */
  cut(): void {
    this.cuts++;
    this.disk.losePower();
  }

  /** Appends, several at once at times, until the power goes or enough is done. */
  async work(storage: FileEventStorage): Promise<void> {
    const { disk, random, clock } = this;
    disk.powerFor = random.below(120);
    disk.failing = random.chance(0.3) ? 0.03 : 0;
    for (let round = random.below(40); round >= 0; round--) {
      let expected = this.acknowledged.length;
      const calls = Array.from({ length: 1 + random.below(3) }, () => {
        const call = this.#append(storage, expected);
        expected = call.head;
        return call.done;
      });
      if (random.chance(0.1)) calls.push(this.#setRegister(storage));
      const done = await Promise.all(calls);
      clock.advance(random.below(300));
      if (done.includes(false)) break;
    }
    disk.failing = 0;
  }

  /** Checks a log that was opened: what was acknowledged is there, what is there was appended, in whole appends. */
  async check(storage: FileEventStorage, lost: "nothing" | "a tail"): Promise<void> {
    const { head } = storage.info();
    const texts: string[] = [];
    while (texts.length < head) {
      const { entries } = await storage.read(texts.length + 1, 7);
      for (const entry of entries) equal(entry.seq, texts.push(entry.json));
    }
    const kept = Math.min(head, this.acknowledged.length);
    if (lost === "nothing") {
      ok(head >= this.acknowledged.length, `${this.acknowledged.length} acknowledged, ${head} there`);
    }
    deepStrictEqual(texts.slice(0, kept), this.acknowledged.slice(0, kept));
    for (let at = this.acknowledged.length; at < head;) {
      const landed = this.#attempts.find(({ expected, texts: [first] }) => expected === at && first === texts[at]);
      ok(landed !== undefined, `Entry ${at + 1} was never appended there`);
      deepStrictEqual(texts.slice(at, at + landed.texts.length), landed.texts);
      at += landed.texts.length;
    }
    this.acknowledged = texts;
    this.#attempts = [];
    const value = Number(storage.getRegister("r")?.value ?? 0);
    ok(value === this.register || value === this.#attempted, `The register is ${value}, not ${this.register}`);
    this.register = this.#attempted = value;
  }

  #append(storage: FileEventStorage, expected: Seq): { done: Promise<boolean>; head: Seq } {
    const drafts = draftsOf(1 + this.random.below(4), `e${expected}-${this.random.below(1e9)}`);
    const texts = drafts.map(({ json }) => json);
    this.#attempts.push({ expected, texts });
    const done = storage.append(expected, drafts).then((result) => {
      ok(result.ok, "the only writer has no conflict");
      this.acknowledged.push(...texts);
      return true;
    }, ended);
    return { done, head: expected + drafts.length };
  }

  async #setRegister(storage: FileEventStorage): Promise<boolean> {
    this.#attempted = this.register + 1;
    try {
      const version = storage.getRegister("r")?.version ?? 0;
      const result = await storage.setRegister("r", String(this.#attempted), version);
      ok(result.ok);
      this.register = this.#attempted;
      return true;
    } catch (error) {
      return ended(error);
    }
  }
}

/** What ends a round: the power, or a write that failed. */
function ended(error: unknown): false {
  if (error instanceof PowerLost || (error instanceof StorageError && error.code === "corrupt")) return false;
  throw error;
}
