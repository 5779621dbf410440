/** Puts state, write path and log of a server together, and replays the log. */
import { type Clock, SYSTEM_CLOCK, within } from "@fluxwire/transport";
import { Committer } from "../commit/committer.ts";
import { Keys } from "../commit/keys.ts";
import { Log } from "../commit/log.ts";
import type { ModelRules } from "../commit/rules.ts";
import { WritePath } from "../commit/write.ts";
import type { Writer } from "../commit/command.ts";
import type { FileChecks } from "../files/file_checks.ts";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { Hooks } from "../hooks/runner.ts";
import { Eraser } from "../personal/eraser.ts";
import { OpenedState } from "../personal/opened_state.ts";
import { OpenedWriter } from "../personal/opened_writer.ts";
import { Personal } from "../personal/personal.ts";
import type { Reader } from "../state/reader.ts";
import { State } from "../state/state.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import {
  type ErrorStorage,
  type EventStorage,
  type MaybePromise,
  type ModelStorage,
  type SecureStorage,
  StorageError,
} from "../storage/roles.ts";
import { Feed } from "../stream/feed.ts";
import type { Core, Status } from "./core.ts";

/** Hooks that start after the replay, and stop before the storages. */
export interface RunningHooks extends Hooks {
  /** Takes events that are applied, in the order of the log, and runs the post hooks of this server's own ones. */
  applied(events: readonly Event[]): void;
  /** Runs the post hooks again that an earlier run of the server did not finish. */
  start(): Promise<void>;
  /** Waits for running hooks until the signal aborts, then ends them. */
  close(signal: AbortSignal): Promise<void>;
}

/** What hooks stand on. */
export interface HookParts {
  readonly serverId: string;
  readonly writer: Writer;
  readonly state: Reader;
  readonly rules: ModelRules;
  readonly log: EventStorage;
  readonly errors: ErrorStorage;
  readonly clock: Clock;
  /** An event of the log with its personal data decrypted; `state` and `writer` give such data themselves. */
  readonly opened: (event: Event) => MaybePromise<Event>;
}

/** What a core is made of. */
export interface CoreOptions {
  /** The server's id. */
  readonly id: string;
  readonly log: EventStorage;
  readonly models: ModelStorage;
  readonly errors: ErrorStorage;
  /** Where the keys of personal data are. @default {a storage in memory} */
  readonly secure?: SecureStorage;
  /** Whether `secure` outlives the process. @default {false} */
  readonly keepsSecrets?: boolean;
  readonly rules: ModelRules;
  /** Makes the hooks. */
  readonly hooks: (parts: HookParts) => RunningHooks;
  /** Checks the files of changes. */
  readonly files?: FileChecks;
  /** A new UUIDv7, for instances and events. */
  readonly newId: () => string;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly clock?: Clock;
  /** How long a lost answer is waited for, in milliseconds, before the server takes no more changes. */
  readonly patienceMs: number;
  /** How many instances one command may change because they refer to others. */
  readonly maxReferring: number;
  /** How many bytes the data that a patch leaves may have, as JSON; no limit without it. */
  readonly maxPayloadBytes?: number;
  /** Resolves when the requests that have arrived with the first one of a group wait too. */
  readonly gather?: () => Promise<void>;
  /** Gets why the event storage takes no more changes until the server starts again, once. */
  readonly onBroken?: (error: StorageError) => void;
  /** Called when a compaction has overtaken this server, with the place of the snapshot that it goes on from. */
  readonly onRecovered?: (seq: Seq) => void;
  /** Called as the log is replayed. */
  readonly onProgress?: (seq: Seq, head: Seq) => void;
}

/** How long the log is asked at once for what other servers append, in milliseconds. */
const FOLLOW_MS = 20_000;

const KEYS_END =
  'Personal fields need secrets that outlive the process: set drivers.secure, which is "memory", to another kind';

/** A core that runs. */
export interface RunningCore extends Core {
  readonly committer: Committer;
  readonly counts: Log["counts"];
  /** Resolves when the event storage is lost permanently, with the reason. */
  readonly lost: Promise<StorageError>;
  /** Refuses new changes, waits for the running ones and their hooks until the signal aborts, and ends all that runs. */
  close(signal: AbortSignal): Promise<void>;
}

/** Opens the state, replays the log up to its head, and starts the hooks. Rejects with a `StorageError`. */
export async function startCore(options: CoreOptions): Promise<RunningCore> {
  const { id, log: storage, models, errors, clock = SYSTEM_CLOCK } = options;
  const info = await storage.info();
  const seq = await openModels(models, info);
  const state = new State(models, clock);
  await state.open((seq) => timeOf(storage, seq));
  const keys = new Keys();
  await keys.load(storage, info.first, seq);
  const secure = options.secure ?? new MemorySecureStorage(), personal = new Personal(secure);
  const feed = new Feed(storage, seq, (events) => personal.openEvents(events));
  // There are none during the replay.
  let hooks: RunningHooks | null = null;
  const eraser = new Eraser({
    log: storage,
    secure,
    personal,
    clock,
    refusal: info.durable === "none" || options.keepsSecrets === true ? null : KEYS_END,
    report: (message) => reportTo(errors, { serverId: id, clock }, "erase", message),
  });
  const log = new Log({
    ...options,
    storage,
    state,
    keys,
    clock,
    maxAppendBytes: info.maxAppendBytes,
    shared: info.shared,
    recover: async () => {
      await recoverState(storage, state);
      const { first } = await storage.info();
      await keys.load(storage, first, state.seq);
      feed.jump(state.seq);
      options.onRecovered?.(state.seq);
    },
    erasedAt: (model, instance) => personal.keys.erasedAt(model, instance),
    publish: (events) => {
      personal.applied(events);
      feed.publish(events);
      hooks?.applied(events);
      if (hooks !== null) eraser.applied(events);
    },
  });
  await log.replay(options.onProgress);
  await eraser.start(state.seq, state);
  const committer = new Committer(log);
  const opened = new OpenedState(state, personal), open = (event: Event) => personal.openEvent(event);
  // The hooks write by the path that runs them.
  const writer = new OpenedWriter({ write: (command) => path.write(command) }, personal);
  const { rules } = options;
  hooks = options.hooks({ serverId: id, writer, state: opened, rules, log: storage, errors, clock, opened: open });
  const requireKeys = () => eraser.ready();
  const path = new WritePath(log, committer, {
    ...options,
    state,
    log: storage,
    hooks,
    personal,
    opened,
    requireKeys,
  });
  await hooks.start();
  const { promise: lost, resolve: reportLoss } = Promise.withResolvers<StorageError>();
  const following = log.follow(FOLLOW_MS).catch((error) => {
    if (!log.signal.aborted) reportLoss(asStorageError(error));
  });
  return {
    id,
    writer,
    state: opened,
    log: storage,
    feed,
    opened: open,
    hmac: (text) => personal.hmac(text),
    erased: (seq, signal) => eraser.done(seq, signal),
    hooks,
    errors,
    committer,
    lost,
    get counts() {
      return log.counts;
    },
    status: () => statusOf(log, state),
    applied: (place, signal) => feed.reached(place, signal),
    close: async (signal) => {
      log.stop();
      await endedOr(committer.idle(), signal);
      await hooks.close(signal);
      log.close();
      committer.refuse(log.signal.reason);
      await following;
      await eraser.close();
    },
  };
}

/** The place of the model storage, which is emptied if it has never had a log. */
async function openModels(
  models: ModelStorage,
  info: { logId: string; first: Seq; head: Seq; durable: string },
): Promise<Seq> {
  const { seq, logId } = await models.state();
  // A log in memory starts anew: what the model storage has is of one that is gone.
  if (logId === null || (info.durable === "none" && logId !== info.logId)) {
    await models.reset(info.logId);
    return 0;
  }
  if (logId !== info.logId) {
    throw new StorageError(
      "invalid",
      `The model storage has the log ${logId}, the event storage ${info.logId}: use --rebuild`,
    );
  }
  if (seq > info.head) {
    throw new StorageError(
      "corrupt",
      `The model storage is at ${seq}, the log ends at ${info.head}: it has lost events`,
    );
  }
  return seq;
}

/** Goes on from the newest snapshot beside the log. */
async function recoverState(storage: EventStorage, state: State): Promise<void> {
  const found = await storage.snapshots?.newest() ?? null;
  if (found === null || found.seq <= state.seq) {
    throw new StorageError(
      "corrupt",
      `The log was compacted beyond ${state.seq}, and no snapshot beside it is newer`,
      { remedy: "restore a backup into an empty data folder" },
    );
  }
  await state.jump(found.lines, (seq) => timeOf(storage, seq));
}

async function timeOf(storage: EventStorage, seq: Seq): Promise<string> {
  if (seq === 0) return "";
  try {
    const [entry] = (await storage.read(seq, 1)).entries;
    return entry === undefined ? "" : fromEntry(entry).at;
  } catch (error) {
    // A server that a compaction has overtaken learns the time when it has recovered.
    if (error instanceof StorageError && error.code === "compacted") return "";
    throw error;
  }
}

function statusOf(log: Log, state: State): ReturnType<Core["status"]> {
  const event = log.broken?.message ?? (log.readOnly ? "the answer to an append is not known yet" : null) ??
    (log.isReachable ? "ok" : "out of reach");
  const model = state.failure ?? "ok";
  const status: Status = log.stopping ? "stopping" : event !== "ok" ? "read-only" : model !== "ok" ? "degraded" : "ok";
  return { status, lag: state.lag, checks: { event, model } };
}

/** Keeps what went wrong outside of any request; the error storage reports its own failures. */
function reportTo(
  errors: ErrorStorage,
  { serverId, clock }: { readonly serverId: string; readonly clock: Clock },
  code: string,
  message: string,
): void {
  const at = new Date(clock.now()).toISOString();
  const logged = async () => {
    await errors.log({ id: crypto.randomUUID(), at, serverId, level: "error", code, message });
  };
  logged().catch(() => {});
}

function asStorageError(error: unknown): StorageError {
  return error instanceof StorageError ? error : new StorageError("unavailable", String(error), { cause: error });
}

/** Resolves when the promise does, or when the signal aborts. */
async function endedOr(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await within(promise, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
