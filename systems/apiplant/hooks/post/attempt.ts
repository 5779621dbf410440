/** One run of a post hook. */
import type { Writer } from "../../commit/command.ts";
import type { Event } from "../../event/event.ts";
import { fromEntry } from "../../event/text.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { HookDefinition } from "../../model/definition.ts";
import type { EventStorage } from "../../storage/roles.ts";
import { createBroker } from "../broker/broker.ts";
import type { NetPolicy, RunPolicy } from "../broker/policy.ts";
import { SourceError } from "../isolate/isolate.ts";
import { IsolateLost } from "../isolate/isolate_lost.ts";
import { stackInSource } from "../isolate/stack.ts";
import { type HookCalls, nativeName } from "../native/hook_calls.ts";
import type { HookReads } from "../runner.ts";

/** How post hooks run. */
export interface PostHookSettings {
  readonly pool: HookCalls;
  /** How long a hook may run, in milliseconds, unless its options say otherwise. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: EventStorage;
  readonly reads: HookReads;
  readonly writer: Writer;
  readonly net: NetPolicy;
  readonly run: RunPolicy;
  /** Gets each line that a hook logs. */
  readonly onLog: (event: Event, hook: HookDefinition, text: string) => void;
}

/** Why a run failed. */
export interface Failure {
  readonly code: "hook_failed" | "hook_timeout";
  readonly message: string;
  readonly stack: string | null;
}

/**
 * Runs the hook of an event once.
 *
 * @param attempt 1 for the first run; more after a failure or a restart.
 * @param signal Gives up waiting.
 * @returns Why it failed; null if it did not.
 * @throws The signal's reason, and a `StorageError` if the log cannot be read.
 */
export async function attemptPostHook(
  settings: PostHookSettings,
  event: Event,
  hook: HookDefinition,
  attempt: number,
  signal: AbortSignal,
): Promise<Failure | null> {
  const { pool, timeoutMs, now, reads, writer, net, run, onLog } = settings;
  const effects = {
    writer,
    net,
    run,
    actor: `hook:${event.model}/${hook.hook}`,
    requestId: `${hook.hook}-${event.id}`,
    cause: { event: event.id, hook: hook.hook, depth: (event.cause?.depth ?? 0) + 1 },
  };
  try {
    const end = await pool.run({
      key: { model: event.model, hook: hook.hook, revision: hook.revision },
      native: nativeName(hook),
      source: { language: hook.language ?? "js", text: hook.source ?? "" },
      isNested: false,
      hook: hook.hook,
      phase: "post",
      context: await contextOf(settings.log, event, hook, attempt, now()),
      timeoutMs: hook.options.timeout ?? timeoutMs,
      broker: () => createBroker({ reads, log: (text) => onLog(event, hook, text), effects }),
      signal,
    });
    if (end.type === "done") return null;
    if (end.type === "vetoed") return failure("hook_failed", "A post hook cannot veto");
    return failure("hook_failed", `${end.name}: ${end.message}`, stackInSource(end.stack));
  } catch (error) {
    if (error instanceof IsolateLost && !signal.aborted) {
      return failure(error.kind === "time" && error.isOwn ? "hook_timeout" : "hook_failed", error.message);
    }
    if (error instanceof SourceError) {
      return failure("hook_failed", "Its source cannot be loaded", stackInSource(error.thrown.stack));
    }
    throw error;
  }
}

async function contextOf(
  log: EventStorage,
  event: Event,
  { hook }: HookDefinition,
  attempt: number,
  now: number,
): Promise<JsonObject> {
  const { payload = null, idem: _, ...members } = event;
  return {
    hook,
    model: event.model,
    modelVersion: event.modelVersion ?? null,
    instance: event.instance ?? null,
    revision: event.seq,
    before: await valueAt(log, event.prev),
    after: payload,
    actor: event.actor,
    now,
    attempt,
    event: members as unknown as JsonObject,
  };
}

/** The value that an event wrote, as it was written; null if there was none, or the log does not have it any more. */
async function valueAt(log: EventStorage, seq: number | undefined): Promise<Json> {
  if (seq === undefined || seq < (await log.info()).first) return null;
  const [entry] = (await log.read(seq, 1)).entries;
  return entry === undefined ? null : fromEntry(entry).payload ?? null;
}

function failure(code: Failure["code"], message: string, stack: string | null = null): Failure {
  return { code, message: message.slice(0, 1_000), stack };
}
