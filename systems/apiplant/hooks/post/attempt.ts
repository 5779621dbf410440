/** One run of a post hook. */
import type { Writer } from "../../commit/command.ts";
import type { Event } from "../../event/event.ts";
import { fromEntry } from "../../event/text.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { HookDefinition } from "../../model/definition.ts";
import type { EventStorage, MaybePromise } from "../../storage/roles.ts";
import type { NetPolicy, RunPolicy } from "../broker/policy.ts";
import { IsolateLost } from "../isolate/isolate_lost.ts";
import { stackInSource } from "../isolate/stack.ts";
import { SourceError } from "../isolate/source_error.ts";
import { type HookCalls, nativeName } from "../native/hook_calls.ts";
import { PersonalValues } from "../../personal/redact.ts";
import type { HookReads } from "../runner.ts";

/** How post hooks run. */
export interface PostHookSettings {
  readonly isolates: HookCalls;
  /** How long a hook may run, in milliseconds, unless its options say otherwise. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: EventStorage;
  /** An event of the log with its personal data decrypted. */
  readonly opened: (event: Event) => MaybePromise<Event>;
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
  const { isolates, timeoutMs, now, reads, writer, net, run, onLog } = settings;
  const effects = {
    writer,
    net,
    run,
    actor: `hook:${event.model}/${hook.hook}`,
    requestId: `${hook.hook}-${event.id}`,
    cause: { event: event.id, hook: hook.hook, depth: (event.cause?.depth ?? 0) + 1 },
  };
  const personal = new PersonalValues(), redact = (text: string) => personal.redact(text);
  try {
    const end = await isolates.run({
      key: { model: event.model, hook: hook.hook, revision: hook.revision },
      native: nativeName(hook),
      source: { language: hook.language ?? "js", text: hook.source ?? "" },
      isNested: false,
      hook: hook.hook,
      phase: "post",
      context: await contextOf(settings, event, hook, attempt, now(), personal),
      timeoutMs: hook.options.timeout ?? timeoutMs,
      questions: { reads, log: (text) => onLog(event, hook, redact(text)), effects },
      signal,
    });
    if (end.type === "done") return null;
    if (end.type === "vetoed") return failure("hook_failed", "A post hook cannot veto");
    return failure("hook_failed", redact(`${end.name}: ${end.message}`), redact(stackInSource(end.stack)));
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
  settings: PostHookSettings,
  event: Event,
  { hook }: HookDefinition,
  attempt: number,
  now: number,
  personal: PersonalValues,
): Promise<JsonObject> {
  const { payload = null, idem: _, ...members } = await opened(settings, event, personal);
  return {
    hook,
    model: event.model,
    modelVersion: event.modelVersion ?? null,
    instance: event.instance ?? null,
    revision: event.seq,
    before: await valueAt(settings, event.prev, personal),
    after: payload,
    actor: event.actor,
    now,
    attempt,
    event: members as unknown as JsonObject,
  };
}

/** The value that an event wrote, as it was written; null if there was none, or the log does not have it any more. */
async function valueAt(
  settings: PostHookSettings,
  seq: number | undefined,
  personal: PersonalValues,
): Promise<Json> {
  const { log } = settings;
  if (seq === undefined || seq < (await log.info()).first) return null;
  const [entry] = (await log.read(seq, 1)).entries;
  return entry === undefined ? null : (await opened(settings, fromEntry(entry), personal)).payload ?? null;
}

/** An event with its personal values decrypted, which are noted so that no record has them. */
async function opened(settings: PostHookSettings, event: Event, personal: PersonalValues): Promise<Event> {
  const found = await settings.opened(event);
  if (found !== event) personal.addOpened(event.payload, found.payload);
  return found;
}

function failure(code: Failure["code"], message: string, stack: string | null = null): Failure {
  return { code, message: message.slice(0, 1_000), stack };
}
