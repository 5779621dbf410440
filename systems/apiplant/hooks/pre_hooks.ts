/** Runs pre hooks. What fails refuses the change. */
import { Refusal } from "../commit/refusal.ts";
import { exceedsBytes } from "../json/bytes.ts";
import { exceedsDepth } from "../json/depth.ts";
import { isObject } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import { MAX_DEPTH } from "../json/parse.ts";
import { IsolateLost } from "./isolate/isolate_lost.ts";
import type { CallEnd } from "./isolate/message.ts";
import { SourceError } from "./isolate/source_error.ts";
import { type HookCalls, nativeName } from "./native/hook_calls.ts";
import { personalFields } from "../personal/personal_fields.ts";
import { PersonalValues } from "../personal/redact.ts";
import type { PreCall } from "./runner.ts";

/** How pre hooks run. */
export interface PreHookSettings {
  readonly isolates: HookCalls;
  /** How long a hook may run, in milliseconds, unless its options say otherwise. */
  readonly timeoutMs: number;
  /** How many bytes the data that a hook returns may have, as JSON. */
  readonly maxPayloadBytes: number;
  /** The time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Gets each line that a hook logs. */
  readonly log: (call: PreCall, text: string) => void;
}

/**
 * Runs a pre hook.
 *
 * @returns The payload that it returned; undefined if it returned nothing, and for a deletion.
 * @throws {Refusal} `vetoed`, `hook_failed` or `hook_timeout`.
 */
export async function runPreHook(settings: PreHookSettings, call: PreCall): Promise<JsonObject | undefined> {
  const { isolates, timeoutMs, maxPayloadBytes, now, log } = settings;
  const { hook, model: { definition }, before, after } = call;
  const name = `${hook.hook} of ${definition.id}`;
  const personal = new PersonalValues();
  for (const data of [before?.data, after]) personal.addFields(personalFields(definition), data);
  let end: CallEnd;
  try {
    end = await isolates.run({
      key: { model: definition.id, hook: hook.hook, revision: hook.revision },
      native: nativeName(hook),
      source: { language: hook.language ?? "js", text: hook.source ?? "" },
      isNested: call.cause !== null,
      hook: hook.hook,
      phase: "pre",
      context: {
        hook: hook.hook,
        model: definition.id,
        modelVersion: definition.version,
        instance: call.instance,
        // An instance that the same batch has made has no revision yet.
        revision: before?.revision || null,
        before: before && before.data,
        after,
        actor: call.actor,
        now: now(),
        attempt: 1,
      },
      timeoutMs: hook.options.timeout ?? timeoutMs,
      questions: { reads: call.reads, log: (text) => log(call, personal.redact(text)), effects: null },
      signal: call.signal,
    });
  } catch (error) {
    if (error instanceof IsolateLost) {
      const code = error.kind === "time" && error.isOwn ? "hook_timeout" : "hook_failed";
      throw new Refusal(code, `The hook ${name} did not end: ${error.message}`);
    }
    if (error instanceof SourceError) throw new Refusal("hook_failed", `The hook ${name} cannot be loaded`);
    throw error;
  }
  switch (end.type) {
    case "vetoed":
      throw new Refusal("vetoed", end.message, end.details);
    case "threw":
      throw new Refusal("hook_failed", `The hook ${name} failed: ${end.name}: ${end.message}`);
    case "done":
      if (after === null || end.value === undefined) return undefined;
      if (exceedsDepth(end.value)) {
        throw new Refusal("hook_failed", `The hook ${name} returned data with more than ${MAX_DEPTH} levels`);
      }
      if (exceedsBytes(end.value, maxPayloadBytes)) {
        throw new Refusal("hook_failed", `The hook ${name} returned data with more than ${maxPayloadBytes} bytes`);
      }
      if (isObject(end.value)) return end.value;
      throw new Refusal("hook_failed", `The hook ${name} must return an object, the new data, or nothing`);
  }
}
