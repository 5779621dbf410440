/** A server of a simulation, which can be held, killed and started again. */
import { idMaker } from "../event/new_id.ts";
import { type RunningCore, startCore } from "../server/start_core.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { type ErrorStorage, StorageError } from "../storage/roles.ts";
import { PLAIN_RULES } from "./plain_rules.ts";
import type { SeededRandom } from "./random.ts";
import { type PostRun, roomHooks } from "./room_hooks.ts";
import { type Faults, RemoteLog, type SharedLog } from "./simulated_log.ts";
import type { VirtualClock, VirtualTime } from "./virtual_time.ts";

const NO_ERRORS: ErrorStorage = { log: () => {}, list: () => [], [Symbol.asyncDispose]: () => Promise.resolve() };

/** A server with its own clock, on the shared log. */
export class SimulatedServer {
  readonly name: string;
  /** What its model storage holds; it outlives the process. */
  models: MemoryModelStorage = new MemoryModelStorage();
  #clock: VirtualClock | null = null;
  #remote: RemoteLog | null = null;
  #core: RunningCore | null = null;
  readonly #time: VirtualTime;
  readonly #log: SharedLog;
  readonly #random: SeededRandom;
  readonly #faults: Faults;
  readonly #onRun: (run: PostRun) => void;

  /** It does not run yet. `onRun` gets each run of a post hook. */
  constructor(
    name: string,
    time: VirtualTime,
    log: SharedLog,
    random: SeededRandom,
    faults: Faults,
    onRun: (run: PostRun) => void,
  ) {
    this.name = name;
    this.#time = time;
    this.#log = log;
    this.#random = random;
    this.#faults = faults;
    this.#onRun = onRun;
  }

  /** The core, while it runs. */
  get core(): RunningCore | null {
    return this.#core;
  }

  /** Starts it; what is lost on the network is tried again. It runs once: a process before that still starts is ended. */
  async start(): Promise<void> {
    this.kill(true);
    const clock = this.#clock = this.#time.clock(this.#random.below(200) - 100);
    const remote = this.#remote = new RemoteLog(this.#log, this.#time.clock(), this.#random.fork(), this.#faults);
    const random = this.#random.fork();
    for (;;) {
      try {
        const core = await startCore({
          id: this.name,
          log: remote,
          models: this.models,
          errors: NO_ERRORS,
          rules: PLAIN_RULES,
          hooks: (parts) => roomHooks(parts, random, this.#onRun),
          newId: idMaker(clock, (bytes) => random.fill(bytes)),
          random: () => random.next(),
          clock,
          patienceMs: 2_000,
          maxReferring: 100,
        });
        this.#core = core;
        return;
      } catch (error) {
        if (!(error instanceof StorageError) || error.code !== "unavailable") throw error;
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 50));
      }
    }
  }

  /** Ends it as SIGKILL does: nothing of it runs on. Its model storage stays, or is lost. */
  kill(keepsModels: boolean): void {
    this.#remote?.cut();
    this.#clock?.stop();
    this.#core = null;
    if (!keepsModels) this.models = new MemoryModelStorage();
  }

  /** Holds it as SIGSTOP does, or lets it go on. */
  hold(held: boolean): void {
    this.#clock?.hold(held);
  }
}
