/** The webhooks of a server that runs: defined over HTTP, sent by one server of the log. */
import type { Clock } from "@fluxwire/transport";
import { Refusal } from "../commit/refusal.ts";
import type { Event } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { DeadLetterList } from "../hooks/post/dead_letters.ts";
import { HookError } from "../hooks/broker/hook_error.ts";
import { checkUrl, type NetPolicy } from "../hooks/broker/policy.ts";
import type { Sample } from "../http/metrics.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { validationRefusal } from "../model/problem.ts";
import type { Core } from "../server/core.ts";
import { type ErrorRecord, type MaybePromise, type SecureStorage, StorageError } from "../storage/roles.ts";
import { type DeadMessage, deadMessages, deadRegister } from "./dead.ts";
import { followChanges } from "./changes.ts";
import { deliver } from "./deliver.ts";
import { Ownership } from "./ownership.ts";
import { placeRegister, readPlace } from "./place.ts";
import { type RunnerOptions, type WebhookCounts, WebhookRunner } from "./runner.ts";
import type { SendOptions } from "./send.ts";
import { presentWebhook, readWebhook, type Webhook } from "./webhook.ts";
import { WebhookList } from "./webhook_list.ts";
import { WebhookSecrets } from "./webhook_secrets.ts";

/** How many webhooks a log has. */
const MAX_WEBHOOKS = 100;
/** When webhooks that a storage has kept from starting are started again, in milliseconds. */
const AGAIN_MS = 5_000;

/** What webhooks depend on. */
export interface WebhooksOptions extends Pick<SendOptions, "addressesOf" | "isPrivate"> {
  readonly core: Pick<Core, "id" | "log" | "feed" | "opened" | "errors">;
  readonly secure: SecureStorage;
  /** Whether secrets end before the log does; then there can be no webhooks. */
  readonly losesSecrets: boolean;
  /** Whether messages may go to addresses that are not public. */
  readonly allowPrivate: boolean;
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** An event as receivers see it. */
  readonly present: (event: Event) => MaybePromise<JsonObject>;
}

/** The webhooks of a log, of which this server sends all or none. */
export class Webhooks implements AsyncDisposable {
  readonly #options: WebhooksOptions;
  readonly #list: WebhookList;
  readonly #secrets: WebhookSecrets;
  readonly #net: NetPolicy;
  readonly #counts: WebhookCounts = { delivered: 0, failed: 0, dead: 0 };
  readonly #runners = new Map<string, WebhookRunner>();
  readonly #stop = new AbortController();
  #ownership: Ownership | null = null;
  #syncing: Promise<void> = Promise.resolve();
  #following: Promise<void> = Promise.resolve();
  #again: unknown = null;

  private constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#list = new WebhookList(options.core.log);
    this.#secrets = new WebhookSecrets(options.secure, options.clock);
    this.#net = { kind: options.allowPrivate ? "all" : "public" };
  }

  /** Begins to send, if no other server of the log does. Rejects with a `StorageError`. */
  static async start(options: WebhooksOptions): Promise<Webhooks> {
    const webhooks = new Webhooks(options), { core: { log, id: serverId }, clock } = options;
    webhooks.#ownership = await Ownership.start({ log, serverId, clock, onLook: () => webhooks.#sync() });
    webhooks.#following = followChanges({
      feed: options.core.feed,
      onChange: (id) => webhooks.#changed(id),
      signal: webhooks.#stop.signal,
    });
    await webhooks.#sync();
    return webhooks;
  }

  /** All, oldest first. */
  async list(): Promise<readonly JsonObject[]> {
    return await Promise.all((await this.#list.all()).map((webhook) => this.#present(webhook)));
  }

  /** One. @throws {Refusal} `not_found`. */
  async read(id: string): Promise<JsonObject> {
    return await this.#present(await this.#find(id));
  }

  /** Adds one that gets events from now on, and gives it with its secret, which is shown only here. */
  async create(body: Json): Promise<JsonObject> {
    const { core, clock, losesSecrets } = this.#options, { members, secret } = readWebhook(body, null);
    this.#checkAddress(members.url);
    if (losesSecrets) {
      const message = 'Webhooks need a secure storage that lasts as long as the log: set drivers.secure = "file"';
      throw new Refusal("validation", message, [{ path: "/secret", code: "unsupported", message }]);
    }
    // Before its place and its secret are there, which a refusal would leave.
    requireRoom(await this.#list.all());
    const createdAt = new Date(clock.now()).toISOString();
    const webhook: Webhook = { id: crypto.randomUUID(), ...members, createdAt };
    await core.log.setRegister(placeRegister(webhook.id), JSON.stringify({ seq: core.feed.seq, open: [] }), 0);
    const shown = await this.#secrets.set(webhook.id, secret ?? undefined);
    await this.#list.change((all) => {
      requireRoom(all);
      return [...all, webhook];
    });
    await this.#sync();
    return { ...await this.#present(webhook), secret: shown };
  }

  /** Changes the members that a body has. */
  async change(id: string, body: Json): Promise<JsonObject> {
    const { members } = readWebhook(body, await this.#find(id));
    this.#checkAddress(members.url);
    let changed: Webhook | null = null;
    await this.#list.change((all) =>
      all.map((one) => one.id === id ? changed = { ...one, ...readWebhook(body, one).members } : one)
    );
    if (changed === null) throw missing(id);
    await this.#sync();
    return await this.#present(changed);
  }

  /** Takes one away, with its secret and its dead messages. */
  async delete(id: string): Promise<void> {
    await this.#find(id);
    await this.#list.change((all) => all.filter((one) => one.id !== id));
    await this.#sync();
    await this.#secrets.delete(id);
    const { log } = this.#options.core;
    for (const name of [placeRegister(id), deadRegister(id)]) {
      const register = await log.getRegister(name);
      if (register !== null) await log.setRegister(name, "null", register.version);
    }
  }

  /** Makes a new secret, and gives it; the old one still signs for a day. */
  async renewSecret(id: string): Promise<string> {
    await this.#find(id);
    return await this.#secrets.set(id);
  }

  /** The messages that were given up, and how many older ones were dropped. */
  async dead(id: string): Promise<DeadLetterList<DeadMessage>> {
    await this.#find(id);
    return await deadMessages(this.#options.core.log, id).list();
  }

  /** Sends a dead message again, once. @throws {Refusal} `not_found`, or `hook_failed` if it is not taken. */
  async sendAgain(id: string, event: string, signal: AbortSignal): Promise<void> {
    const webhook = await this.#find(id), { core, clock } = this.#options, { log } = core, dead = deadMessages(log, id);
    const letter = (await dead.list()).letters.find((one) => one.event === event);
    const [entry] = letter === undefined ? [] : (await log.read(letter.seq, 1)).entries;
    if (letter === undefined || entry === undefined) {
      throw new Refusal("not_found", "No dead message is of this event", { webhook: id });
    }
    const ending = AbortSignal.any([signal, this.#stop.signal]);
    const rejection = await deliver(webhook, await core.opened(fromEntry(entry)), this.#runnerOptions(webhook), ending);
    if (rejection === null) {
      this.#counts.delivered++;
      return await dead.delete(event);
    }
    const { message } = rejection, at = new Date(clock.now()).toISOString();
    this.#counts.failed++;
    await dead.add({ ...letter, message, attempts: letter.attempts + 1, at });
    throw new Refusal("hook_failed", `The message was not taken again: ${message}`);
  }

  /** Values for the metrics of this server. */
  samples(): readonly Sample[] {
    const { delivered, failed, dead } = this.#counts, runners = [...this.#runners.values()];
    const waiting = runners.reduce((sum, runner) => sum + runner.waiting, 0);
    const sample = (name: string, help: string, type: Sample["type"], value: number): Sample => ({
      name,
      help,
      type,
      value,
    });
    return [
      sample("apiplant_webhooks_running", "Webhooks whose messages this server sends", "gauge", runners.length),
      sample("apiplant_webhook_messages_waiting", "Messages that were not taken yet", "gauge", waiting),
      sample("apiplant_webhook_messages_delivered_total", "Messages that were taken", "counter", delivered),
      sample("apiplant_webhook_attempts_failed_total", "Attempts that failed", "counter", failed),
      sample("apiplant_webhook_messages_dead_total", "Messages that were given up", "counter", dead),
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Refusal("stopping", "The server stops"));
    await this.#following;
    await this.#sync();
    this.#options.clock.clearTimeout(this.#again);
    await this.#ownership?.close();
  }

  /** Takes what any server of the log has changed. */
  #changed(id: string | null): void {
    this.#secrets.changed(id);
    void this.#sync();
  }

  async #find(id: string): Promise<Webhook> {
    const found = (await this.#list.all()).find((webhook) => webhook.id === id);
    if (found === undefined) throw missing(id);
    return found;
  }

  async #present(webhook: Webhook): Promise<JsonObject> {
    const running = this.#runners.get(webhook.id), { log } = this.#options.core;
    if (running !== undefined) return presentWebhook(webhook, { seq: running.seq, waiting: running.waiting });
    const kept = await readPlace(log, webhook.id);
    return presentWebhook(webhook, { seq: kept?.seq ?? 0, waiting: kept?.open.length ?? 0 });
  }

  #checkAddress(url: string): void {
    try {
      checkUrl(this.#net, new URL(url), this.#options.isPrivate);
    } catch (error) {
      if (!(error instanceof HookError)) throw error;
      const message = "`url` is a private address: set [webhooks] allow-private to send there";
      throw validationRefusal([{ path: "/url", code: "format", message }]);
    }
  }

  /** Makes the runners those of the list, one call at a time. What fails is tried again after a pause. */
  #sync(): Promise<void> {
    return this.#syncing = this.#syncing.then(async () => {
      try {
        const isSending = (this.#ownership?.isOwner ?? false) && !this.#stop.signal.aborted;
        const wanted = isSending ? (await this.#list.all()).filter(({ enabled }) => enabled) : [];
        for (const [id, runner] of this.#runners) {
          const now = wanted.find((one) => one.id === id);
          if (now !== undefined && JSON.stringify(now) === JSON.stringify(runner.webhook)) continue;
          this.#runners.delete(id);
          await runner.close();
        }
        for (const webhook of wanted) {
          if (this.#runners.has(webhook.id)) continue;
          this.#runners.set(webhook.id, await WebhookRunner.start(webhook, this.#runnerOptions(webhook)));
        }
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        this.#report({ code: "storage", message: `Webhooks wait: ${error.message}` });
        if (!this.#stop.signal.aborted) {
          this.#again ??= this.#options.clock.setTimeout(() => this.#syncAgain(), AGAIN_MS);
        }
      }
    });
  }

  #syncAgain(): void {
    this.#again = null;
    void this.#sync();
  }

  #runnerOptions({ id }: Webhook): RunnerOptions {
    const { core, clock, random, present, addressesOf, isPrivate } = this.#options, { log, feed } = core;
    return {
      log,
      feed,
      opened: (event) => core.opened(event),
      clock,
      random,
      present,
      net: this.#net,
      ...addressesOf && { addressesOf },
      ...isPrivate && { isPrivate },
      secrets: this.#secrets,
      counts: this.#counts,
      report: (record) => this.#report(record),
      onGone: () => void this.#disable(id),
      onLost: () => {
        // Another server sends now, and this one finds that at its next look; or a later run of this loop takes it again.
        const runner = this.#runners.get(id);
        this.#runners.delete(id);
        void runner?.close();
      },
    };
  }

  async #disable(id: string): Promise<void> {
    try {
      await this.#list.change((all) => all.map((one) => one.id === id ? { ...one, enabled: false } : one));
      await this.#sync();
    } catch (error) {
      this.#report({ code: "storage", message: `Cannot disable the webhook ${id}: ${(error as Error).message}` });
    }
  }

  #report(record: Omit<ErrorRecord, "id" | "at" | "serverId" | "level">): void {
    const { core: { id: serverId, errors }, clock } = this.#options, at = new Date(clock.now()).toISOString();
    const logged = async () => await errors.log({ id: crypto.randomUUID(), at, serverId, level: "error", ...record });
    // The error storage reports its own failures.
    logged().catch(() => {});
  }
}

function missing(id: string): Refusal {
  return new Refusal("not_found", "There is no such webhook", { webhook: id.slice(0, 100) });
}

function requireRoom(all: readonly Webhook[]): void {
  if (all.length < MAX_WEBHOOKS) return;
  const message = `There are ${MAX_WEBHOOKS} webhooks already: delete one`;
  throw new Refusal("validation", message, [{ path: "", code: "max", message, wanted: MAX_WEBHOOKS }]);
}
