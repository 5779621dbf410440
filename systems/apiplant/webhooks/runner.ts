/** Sends the messages of one webhook: in order for each instance, again after failures and restarts. */
import { type Clock, Gate, within } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { Core } from "../server/core.ts";
import { type ErrorRecord, type EventStorage, StorageError } from "../storage/roles.ts";
import type { Feed } from "../stream/feed.ts";
import { deadMessages } from "./dead.ts";
import { deliver, type DeliverOptions } from "./deliver.ts";
import { type OpenMessage, WebhookPlace } from "./place.ts";
import { delayAfter } from "./schedule.ts";
import { isFor, type Webhook } from "./webhook.ts";

/** How many messages of one webhook are sent at once. */
const MAX_RUNNING = 16;
/** How many wait for their turn or their next attempt; with so many, the log is not read further. */
const MAX_OPEN = 1_000;
const PAGE = 200;
/** After how many failures in a row, of any messages, the receiver counts as being down. */
const OUTAGE = 16;
/** The pause after a storage has failed, in milliseconds. */
const STORAGE_PAUSE_MS = 1_000;

/** What was counted since the server has started. */
export interface WebhookCounts {
  delivered: number;
  failed: number;
  dead: number;
}

/** What a runner depends on. */
export interface RunnerOptions extends DeliverOptions {
  readonly log: EventStorage;
  readonly feed: Feed;
  /** An event of the log with its personal data decrypted. */
  readonly opened: Core["opened"];
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly counts: WebhookCounts;
  /** Gets a record of each message that is given up, and of what else went wrong. */
  readonly report: (record: Pick<ErrorRecord, "code" | "message" | "event" | "model" | "instance" | "attempt">) => void;
  /** The receiver wants no messages any more. */
  readonly onGone: () => void;
  /** Another server sends the messages. */
  readonly onLost: () => void;
}

/** One webhook whose messages are sent. */
export class WebhookRunner {
  readonly webhook: Webhook;
  readonly #options: RunnerOptions;
  readonly #place: WebhookPlace;
  readonly #gate = new Gate(MAX_RUNNING);
  readonly #stop = new AbortController();
  /** The last message of each instance; it gives whether the next one may be sent. */
  readonly #last = new Map<string, Promise<boolean>>();
  /** Ends the pauses of messages that failed. */
  readonly #pausing = new Set<() => void>();
  #failedInRow = 0;
  #room = Promise.withResolvers<void>();
  #following: Promise<void> = Promise.resolve();

  private constructor(webhook: Webhook, options: RunnerOptions) {
    this.webhook = webhook;
    this.#options = options;
    this.#place = new WebhookPlace(options.log, webhook.id, options.clock, () => options.onLost());
  }

  /** Goes on where the webhook's register is. Rejects with a `StorageError`. */
  static async start(webhook: Webhook, options: RunnerOptions): Promise<WebhookRunner> {
    const runner = new WebhookRunner(webhook, options);
    const open = await runner.#place.load(options.feed.seq);
    for (const message of open.toSorted((one, other) => one.seq - other.seq)) {
      const event = await runner.#read(message.seq);
      if (event === null) runner.#forget(message);
      else runner.#take(message, event);
    }
    runner.#following = runner.#follow();
    return runner;
  }

  /** The last event that was looked at. */
  get seq(): Seq {
    return this.#place.seq;
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.#place.waiting;
  }

  /** Sends no more; a message whose answer has not come stays open. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("The webhook is stopped"));
    this.#room.resolve();
    await this.#following;
    await Promise.all(this.#last.values());
    await this.#place.close();
  }

  async #follow(): Promise<void> {
    const { feed } = this.#options, { signal } = this.#stop, place = this.#place;
    while (!signal.aborted) {
      try {
        while (place.waiting >= MAX_OPEN && !signal.aborted) {
          this.#room = Promise.withResolvers<void>();
          await this.#room.promise;
        }
        await feed.reached(place.seq + 1, signal);
        for (const event of await feed.read(place.seq + 1, PAGE)) {
          if (isFor(this.webhook, event)) {
            const message = { seq: event.seq, attempts: 0, due: 0 };
            place.open(message);
            this.#take(message, event);
          }
          place.advance(event.seq);
          if (place.waiting >= MAX_OPEN) break;
        }
      } catch (error) {
        if (!signal.aborted) await this.#afterFailure(error);
      }
    }
  }

  /** The log is out of reach, or what it had behind the place is gone. */
  async #afterFailure(error: unknown): Promise<void> {
    const { log, report } = this.#options;
    if (error instanceof StorageError && error.code === "compacted") {
      const { first } = await log.info();
      const message = `The webhook ${this.webhook.id} has missed events ${this.#place.seq + 1} to ${
        first - 1
      }: compacted`;
      report({ code: "webhook_missed", message });
      return this.#place.advance(first - 1);
    }
    await this.#pause(STORAGE_PAUSE_MS).catch(() => {});
  }

  /** Queues a message behind the earlier ones of its instance. */
  #take(message: OpenMessage, { model, instance = "" }: Event): void {
    const key = `${model}/${instance}`;
    const ended = (this.#last.get(key) ?? Promise.resolve(true)).then(async (isFree) => {
      if (!isFree) return false;
      return await this.#send(message).then(() => true, () => false);
    });
    this.#last.set(key, ended);
    void ended.then((isFree) => {
      if (isFree && this.#last.get(key) === ended) this.#last.delete(key);
      this.#room.resolve();
    });
  }

  /** Sends a message until it is taken or given up. Rejects if the webhook stops. */
  async #send(message: OpenMessage): Promise<void> {
    const { clock, random, counts } = this.#options, { signal } = this.#stop;
    let { attempts, due } = message;
    for (;;) {
      if (due > clock.now()) await this.#untilDue(due - clock.now());
      signal.throwIfAborted();
      try {
        const event = await this.#read(message.seq);
        if (event === null) return this.#forget(message);
        const rejection = await this.#gate.run(() => deliver(this.webhook, event, this.#options, signal), signal);
        if (rejection === null) {
          counts.delivered++;
          this.#taken();
          return this.#place.done(message.seq);
        }
        attempts++;
        this.#failedInRow++;
        counts.failed++;
        const delay = rejection.isGone ? null : delayAfter(attempts, random(), rejection.retryAfterMs);
        if (delay === null) {
          await this.#giveUp(event, rejection.message, attempts);
          this.#place.done(message.seq);
          if (rejection.isGone) this.#options.onGone();
          return;
        }
        due = clock.now() + delay;
        this.#place.open({ seq: message.seq, attempts, due });
      } catch (error) {
        if (signal.aborted) throw error;
        this.#options.report({ code: "webhook_failed", message: `Messages wait: ${(error as Error).message}` });
        due = clock.now() + STORAGE_PAUSE_MS;
      }
    }
  }

  /** After many failures in a row, a message that is taken says that the receiver is back: the others wait no longer. */
  #taken(): void {
    const isBack = this.#failedInRow >= OUTAGE;
    this.#failedInRow = 0;
    if (!isBack) return;
    for (const wake of this.#pausing) wake();
  }

  async #giveUp(event: Event, reason: string, attempts: number): Promise<void> {
    const { log, clock, counts, report } = this.#options, { id, seq, kind, model, instance = null } = event;
    counts.dead++;
    const message = `The webhook ${this.webhook.id} did not take an event: ${reason}`;
    report({
      code: "webhook_failed",
      message,
      event: id,
      model,
      attempt: attempts,
      ...instance !== null && { instance },
    });
    const at = new Date(clock.now()).toISOString();
    await deadMessages(log, this.webhook.id).add({
      event: id,
      seq,
      kind,
      model,
      instance,
      message: reason,
      attempts,
      at,
    });
  }

  /** The log does not have the event any more. */
  #forget({ seq }: OpenMessage): void {
    this.#options.report({
      code: "webhook_missed",
      message: `Event ${seq} of the webhook ${this.webhook.id} is compacted`,
    });
    this.#place.done(seq);
  }

  /** An event, or `null` if the log does not have it any more. */
  async #read(seq: Seq): Promise<Event | null> {
    const { feed, log, opened } = this.#options;
    try {
      // Another server may have looked at it before it was applied here.
      return (await feed.read(seq, 1))[0] ?? await opened(fromEntry((await log.read(seq, 1)).entries[0]!));
    } catch (error) {
      if (error instanceof StorageError && error.code === "compacted") return null;
      throw error;
    }
  }

  /** Waits for the next attempt, or until the receiver is back. */
  async #untilDue(ms: number): Promise<void> {
    const back = Promise.withResolvers<void>();
    this.#pausing.add(back.resolve);
    try {
      await Promise.race([this.#pause(ms), back.promise]);
    } finally {
      this.#pausing.delete(back.resolve);
    }
  }

  /** Waits; rejects if the webhook stops meanwhile. */
  async #pause(ms: number): Promise<void> {
    const { clock } = this.#options, { promise, resolve } = Promise.withResolvers<void>();
    const timer = clock.setTimeout(resolve, ms);
    await within(promise, this.#stop.signal).finally(() => clock.clearTimeout(timer));
  }
}
