/** Runs the post hooks of a server's events: in order for each instance, again after failures and restarts. */
import { type Clock, Gate, onAbort, within } from "@fluxwire/transport";
import type { Event, Seq } from "../../event/event.ts";
import { fromEntry } from "../../event/text.ts";
import type { HookDefinition, HookName } from "../../model/definition.ts";
import type { Reader } from "../../state/reader.ts";
import type { ErrorRecord, MaybePromise } from "../../storage/roles.ts";
import { Refusal } from "../../commit/refusal.ts";
import { postHookOf } from "../runner.ts";
import { attemptPostHook, type Failure, type PostHookSettings } from "./attempt.ts";
import { PostCursor } from "./cursor.ts";
import { DeadLetters } from "./dead_letters.ts";
import { eventsOf, MAX_KEPT, type Place } from "./events_of.ts";
import { Leases } from "./leases.ts";
import { retryDelay } from "./retry.ts";
import { TakeOvers } from "./take_overs.ts";

/** How many post hooks run at once. */
const MAX_RUNNING = 16;
/** The pause after a storage has failed, in milliseconds. */
const STORAGE_PAUSE_MS = 1_000;

/** What post hooks stand on. */
export interface PostHookOptions extends PostHookSettings {
  readonly serverId: string;
  readonly state: Pick<Reader, "hooks">;
  readonly clock: Clock;
  /** Gets a record for each event whose hook has failed at its last attempt. */
  readonly report: (record: Omit<ErrorRecord, "id" | "at" | "serverId" | "level">) => void;
}

/** The post hooks of a server. */
export class PostHooks {
  readonly #options: PostHookOptions;
  readonly #cursor: PostCursor;
  readonly #takeOvers: TakeOvers;
  /** Of a log that several servers share. */
  #leases: Leases | null = null;
  readonly #gate = new Gate(MAX_RUNNING);
  /** The last job of each instance; it gives whether it has ended, so that the next one may run. */
  readonly #last = new Map<string, Promise<boolean>>();
  /** The events whose hooks have not run for the last time; the promises never reject. */
  readonly #jobs = new Map<Seq, Promise<void>>();
  /** Ends pauses. */
  readonly #stopping = new AbortController();
  /** Ends hooks. */
  readonly #killed = new AbortController();
  #kept = 0;
  /** The events whose hooks have failed at their last attempt. */
  readonly dead: DeadLetters;

  /** Runs nothing before {@link start}. */
  constructor(options: PostHookOptions) {
    this.#options = options;
    this.#cursor = new PostCursor(options.log, options.serverId, options.serverId, options.clock);
    this.#takeOvers = new TakeOvers({
      ...options,
      isDead: (serverId) => this.#leases?.isDead(serverId) ?? false,
      forget: async (serverId) => await this.#leases?.forget(serverId),
      run: (event, cursor) => this.#stopping.signal.aborted ? Promise.resolve() : this.#take(event, 2, cursor),
    });
    this.dead = new DeadLetters(options.log, `dead/${options.serverId}`);
  }

  /** Reads the cursor, and runs the hooks of own events behind it. Rejects with a `StorageError`. */
  async start(): Promise<void> {
    const { log, serverId } = this.#options, { head, shared } = await log.info();
    const found = await eventsOf(log, serverId, await this.#cursor.load(head));
    // All at once: a hook that runs meanwhile makes events that come after these.
    for (const event of found) void this.#take(event, 2);
    if (!shared) return;
    this.#leases = await Leases.start({
      ...this.#options,
      onDead: (origin) => this.#takeOvers.takeOver(origin),
      onSameId: () => {
        const message =
          `Another server has the id ${serverId}, and runs the same post hooks: give each its own server.id`;
        this.#options.report({ code: "same_id", message });
      },
    });
  }

  /**
   * Takes events that are applied, in the order of the log, and runs the hooks of this server's own ones. Also events whose
   * client has its answer already come here: if the answer of the log was lost for long, and the append had landed.
   */
  applied(events: readonly Event[]): void {
    for (const event of events) {
      if (event.origin !== this.#options.serverId) continue;
      if (this.#hookOf(event) === null) this.#cursor.done(event.seq);
      else void this.#take(event, 1);
    }
  }

  /**
   * Resolves when the hooks of applied events have run, except those that are detached, or when their time is over. Hooks
   * of changes that hooks made are not waited for.
   */
  post(events: readonly Event[]): MaybePromise<void> {
    if (this.#jobs.size === 0) return;
    const waited = events.flatMap((event) => {
      const isWaited = event.cause === undefined && !this.#hookOf(event)?.options.detached;
      const job = isWaited ? this.#jobs.get(event.seq) : undefined;
      return job === undefined ? [] : [job];
    });
    if (waited.length === 0) return;
    return within(Promise.all(waited), this.#options.timeoutMs).then(() => {});
  }

  /**
   * Runs the hook of a dead letter again, once.
   *
   * @throws {Refusal} `not_found`, or `hook_failed` if it fails again.
   */
  async runAgain(id: string): Promise<void> {
    const letter = (await this.dead.list()).letters.find(({ event }) => event === id);
    const [entry] = letter === undefined ? [] : (await this.#options.log.read(letter.seq, 1)).entries;
    if (letter === undefined || entry === undefined) throw new Refusal("not_found", `No dead letter is of event ${id}`);
    const event = fromEntry(entry), hook = this.#hookOf(event), attempts = letter.attempts + 1;
    const ran = Promise.withResolvers<Failure | null>();
    await this.#inOrder(event, async () => {
      ran.resolve(hook && this.#attempt(event, hook, attempts));
      await ran.promise.catch(() => {});
    });
    ran.reject(new Refusal("stopping", "The server stops"));
    const failure = await ran.promise;
    if (failure === null) return await this.dead.delete(id);
    const { code, message } = failure;
    await this.dead.add({ ...letter, code, message, attempts, at: this.#time() });
    throw new Refusal("hook_failed", `The hook ${letter.hook} of ${letter.model} failed again: ${message}`);
  }

  /** Runs what waits until the signal aborts, except what is in a pause before its next run, and writes the cursor. */
  async close(signal: AbortSignal): Promise<void> {
    this.#stopping.abort(new Refusal("stopping", "The server stops"));
    const listening = onAbort(signal, () => this.#killed.abort(signal.reason));
    for (let jobs: Promise<boolean>[] = []; [...this.#last.values()].some((job) => !jobs.includes(job));) {
      jobs = [...this.#last.values()];
      await Promise.all(jobs);
    }
    listening[Symbol.dispose]();
    await this.#cursor.close();
    await this.#takeOvers.close();
    await this.#leases?.close();
  }

  #hookOf(event: Place): HookDefinition | null {
    const name = postHookOf(event.kind);
    const hook = this.#options.state.hooks(event.model).find((one) => one.hook === name);
    return hook === undefined || hook.options.enabled === false ? null : hook;
  }

  /** Queues the event's hook, if it has one. An event that is not kept is read from the log when its turn comes. */
  async #take(event: Event | Place, attempt: number, cursor: PostCursor = this.#cursor): Promise<void> {
    const { seq } = event;
    if (this.#hookOf(event) === null) return cursor.done(seq);
    cursor.open(seq);
    const kept = "id" in event && this.#kept < MAX_KEPT ? event : null;
    if (kept !== null) this.#kept++;
    const job = this.#inOrder(event, async () => {
      if (kept !== null) this.#kept--;
      if (cursor.isLost) return;
      await this.#persist(async () => await this.#run(kept ?? await this.#read(seq), attempt));
      cursor.done(seq);
    });
    this.#jobs.set(seq, job);
    await job;
    this.#jobs.delete(seq);
  }

  /** Runs a job behind all earlier ones of the same instance, unless one of them was stopped. */
  async #inOrder({ model, instance }: Place, job: () => Promise<void>): Promise<void> {
    const key = `${model}/${instance}`;
    const ended = (this.#last.get(key) ?? Promise.resolve(true)).then(async (isFree) => {
      if (!isFree || this.#killed.signal.aborted) return false;
      return await job().then(() => true, () => false);
    });
    this.#last.set(key, ended);
    // One that was stopped stays, so that no later one of its instance comes first.
    if (await ended && this.#last.get(key) === ended) this.#last.delete(key);
  }

  /** Runs again what a storage has made fail. Rejects only if the server stops. */
  async #persist(job: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await job();
      } catch (error) {
        if (this.#killed.signal.aborted || this.#stopping.signal.aborted) throw error;
        this.#options.report({ code: "storage", message: `Post hooks wait: ${error}` });
      }
      await this.#pause(STORAGE_PAUSE_MS);
    }
  }

  async #run(event: Event, first: number): Promise<void> {
    for (let failed = 0;;) {
      const hook = this.#hookOf(event);
      const attempt = first + failed;
      const failure = hook && await this.#gate.run(
        () => this.#attempt(event, hook, attempt),
        this.#killed.signal,
      );
      if (failure === null) return;
      const delay = retryDelay(hook!.options.retry, ++failed);
      if (delay === null) return await this.#setAside(event, hook!.hook, failure, attempt);
      await this.#pause(delay);
    }
  }

  #attempt(event: Event, hook: HookDefinition, attempt: number): Promise<Failure | null> {
    return attemptPostHook(this.#options, event, hook, attempt, this.#killed.signal);
  }

  async #setAside(event: Event, hook: HookName, { code, message, stack }: Failure, attempt: number): Promise<void> {
    const { id, seq, model, instance = "" } = event;
    this.#options.report({
      code,
      message: `The hook ${hook} of ${model} failed: ${message}`,
      ...stack === null ? {} : { stack },
      event: id,
      hook,
      model,
      instance,
      attempt,
    });
    const at = this.#time();
    await this.dead.add({ event: id, seq, model, instance, hook, code, message, attempts: attempt, at });
  }

  async #read(seq: Seq): Promise<Event> {
    return fromEntry((await this.#options.log.read(seq, 1)).entries[0]!);
  }

  #time(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  /** Waits; rejects if the server stops meanwhile. */
  async #pause(ms: number): Promise<void> {
    const { clock } = this.#options, { promise, resolve } = Promise.withResolvers<void>();
    const timer = clock.setTimeout(resolve, ms);
    await within(promise, this.#stopping.signal).finally(() => clock.clearTimeout(timer));
  }
}
