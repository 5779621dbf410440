/** The isolates that run: one for each hook, up to a number of them, the least recently used put out first. */
import { Gate, within } from "@fluxwire/transport";
import { Isolate, type IsolateCall, type IsolateSettings, type Source } from "./isolate.ts";
import { IsolateLost } from "./isolate_lost.ts";
import type { CallEnd } from "./message.ts";

/** Which hook of which model an isolate is for. Another revision is another hook. */
export interface PoolKey {
  readonly model: string;
  readonly hook: string;
  readonly revision: number;
}

/** A call, and the isolate that it needs. */
export interface PoolCall extends Omit<IsolateCall, "answer"> {
  readonly key: PoolKey;
  readonly source: Source;
  /** Makes what answers the questions; once for each time that the call runs, so that limits begin anew. */
  readonly broker: () => IsolateCall["answer"];
  /** Whether a hook waits for this call: it may use one isolate more, lest hooks wait for each other. */
  readonly isNested: boolean;
}

interface Entry {
  readonly key: PoolKey;
  readonly isolate: Promise<Isolate>;
  /** The isolate once it has started. */
  started: Isolate | null;
  /** How many calls have it and have not reached it yet. */
  claims: number;
  usedAt: number;
}

/** Isolates by hook. It must be ended. */
export class Pool {
  readonly #settings: IsolateSettings;
  readonly #size: number;
  readonly #onPrint: (key: PoolKey, line: string) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #turns = new Map<string, { readonly gate: Gate; users: number }>();
  readonly #ending = new Set<Promise<void>>();
  /** Resolves when a waiting call should look again; null if none waits. */
  #free: PromiseWithResolvers<void> | null = null;
  #uses = 0;
  #isEnded = false;

  /**
   * An empty pool, for `size` isolates and as many more for nested calls.
   *
   * @param onPrint Gets each line that an isolate prints, of its first 64 KiB.
   */
  constructor(settings: IsolateSettings, size: number, onPrint: (key: PoolKey, line: string) => void = () => {}) {
    this.#settings = settings;
    this.#size = size;
    this.#onPrint = onPrint;
  }

  /** The process ids of the isolates that have started. */
  get pids(): number[] {
    return [...this.#entries.values()].flatMap(({ started }) => started === null ? [] : [started.pid]);
  }

  /**
   * Runs a call. If its process ends because of another call, it runs once more, in a new one.
   *
   * @throws {IsolateLost} if its process was ended because of it, or twice.
   * @throws {SourceError} if the source does not load.
   */
  async run(call: PoolCall): Promise<CallEnd> {
    try {
      return await this.#runOnce(call);
    } catch (error) {
      if (!(error instanceof IsolateLost) || error.isOwn || this.#isEnded) throw error;
      return await this.#runAgain(call);
    }
  }

  /** Ends all isolates. Resolves when nothing of them is left. */
  async end(): Promise<void> {
    this.#isEnded = true;
    for (const entry of [...this.#entries.values()]) this.#putOut(entry);
    this.#wake();
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  /** Runs one after the other what has lost its process: the call that is the reason then takes no other with it. */
  async #runAgain(call: PoolCall): Promise<CallEnd> {
    const name = nameOf(call.key);
    const turns = this.#turns.get(name) ?? { gate: new Gate(1), users: 0 };
    this.#turns.set(name, turns);
    turns.users++;
    try {
      return await turns.gate.run(() => this.#runOnce(call), call.signal);
    } finally {
      if (--turns.users === 0) this.#turns.delete(name);
    }
  }

  async #runOnce(call: PoolCall): Promise<CallEnd> {
    const entry = await this.#entry(call);
    let ending: Promise<CallEnd>;
    try {
      const isolate = entry.started ?? await within(entry.isolate, call.signal);
      ending = isolate.call({ ...call, answer: call.broker() });
    } finally {
      entry.claims--;
      this.#wake();
    }
    try {
      return await ending;
    } finally {
      this.#trim();
      this.#wake();
    }
  }

  /** The isolate of a call, claimed for it, so that it is not put out before the call is in it. */
  async #entry(call: PoolCall): Promise<Entry> {
    for (;;) {
      call.signal.throwIfAborted();
      if (this.#isEnded) throw new IsolateLost("ended", false, "the server stops");
      const name = nameOf(call.key), most = call.isNested ? 2 * this.#size : this.#size;
      let entry = this.#entries.get(name);
      if (entry === undefined) {
        if (this.#entries.size >= this.#size) this.#putOutIdle();
        if (this.#entries.size < most) entry = this.#start(name, call);
      }
      if (entry !== undefined) {
        entry.claims++;
        entry.usedAt = ++this.#uses;
        return entry;
      }
      this.#free ??= Promise.withResolvers();
      await within(this.#free.promise, call.signal);
    }
  }

  #start(name: string, { key, source }: PoolCall): Entry {
    // No new call comes for older revisions.
    for (const older of this.#entries.values()) {
      const isOlder = older.key.model === key.model && older.key.hook === key.hook;
      if (isOlder && older.key.revision < key.revision && isIdle(older)) this.#putOut(older);
    }
    const isolate = Isolate.start(this.#settings, source, (line) => this.#onPrint(key, line));
    const entry: Entry = { key, isolate, started: null, claims: 0, usedAt: 0 };
    this.#entries.set(name, entry);
    isolate.then((started) => {
      entry.started = started;
      void started.lost.then(() => this.#putOut(entry));
    }, () => this.#putOut(entry));
    return entry;
  }

  /** Puts out the idle isolate whose last use is the longest ago. */
  #putOutIdle(): void {
    const idle = [...this.#entries.values()].filter(isIdle);
    if (idle.length === 0) return;
    this.#putOut(idle.reduce((oldest, entry) => entry.usedAt < oldest.usedAt ? entry : oldest));
  }

  /** Puts out what nested calls have started beyond the size. */
  #trim(): void {
    while (this.#entries.size > this.#size && [...this.#entries.values()].some(isIdle)) this.#putOutIdle();
  }

  #putOut(entry: Entry): void {
    const name = nameOf(entry.key);
    if (this.#entries.get(name) !== entry) return;
    this.#entries.delete(name);
    const ending = entry.isolate.then((isolate) => isolate.end(), () => {});
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
    this.#wake();
  }

  /** Lets waiting calls look again. */
  #wake(): void {
    this.#free?.resolve();
    this.#free = null;
  }
}

function nameOf({ model, hook, revision }: PoolKey): string {
  return `${model}/${hook}@${revision}`;
}

function isIdle({ started, claims }: Entry): boolean {
  return started !== null && claims === 0 && started.running === 0;
}
