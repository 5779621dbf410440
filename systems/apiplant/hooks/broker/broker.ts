/** Answers the questions of a call: what a hook may do in its phase, and no more. */
import { escapeControls } from "@fluxwire/transport/internal";
import type { Json } from "../../json/json.ts";
import { Refusal } from "../../commit/refusal.ts";
import type { HookReads } from "../runner.ts";
import { isObject } from "../../json/equal.ts";
import type { Question } from "../isolate/message.ts";
import { StorageError } from "../../storage/roles.ts";
import { Budget } from "./budget.ts";
import { fetchForHook } from "./fetch.ts";
import { HookError, malformed, notAllowed } from "./hook_error.ts";
import type { NetPolicy, RunPolicy } from "./policy.ts";
import { runForHook } from "./run.ts";
import { type HookWriter, writeForHook, type WriteOp, WRITES } from "./writes.ts";

/** What every hook may do. */
export interface BrokerCall {
  readonly reads: HookReads;
  /** Gets each line that it logs, without control characters. */
  readonly log: (text: string) => void;
  /** What only post hooks may do; null for a pre hook. */
  readonly effects: HookEffects | null;
}

/** What post hooks may do besides. */
export interface HookEffects extends HookWriter {
  readonly net: NetPolicy;
  readonly run: RunPolicy;
}

/** What answers the questions of one call. */
export type Answers = (question: Question, over: AbortSignal) => Promise<Json>;

/**
 * The broker of one call.
 *
 * @returns What answers its questions. It rejects with a `HookError`, and with a `FrameError` beyond the call's limits.
 */
export function createBroker(call: BrokerCall): Answers {
  const budget = new Budget();
  return async ({ op, args }, over) => {
    budget.ask(args);
    try {
      const { answer, bytes } = await answerTo(call, op, args, over);
      budget.answer(answer, bytes);
      return answer;
    } catch (error) {
      throw forHook(error);
    }
  };
}

async function answerTo(
  { reads, log, effects }: BrokerCall,
  op: string,
  args: readonly Json[],
  over: AbortSignal,
): Promise<{ answer: Json; bytes?: number }> {
  switch (op) {
    case "get":
      return { answer: await get(reads, args) };
    case "list":
      return { answer: await list(reads, args) };
    case "log":
      log(typeof args[0] === "string" ? escapeControls(args[0]) : "");
      return { answer: null };
  }
  if (op !== "fetch" && op !== "run" && !isWrite(op)) throw malformed("No such question");
  if (effects === null) throw notAllowed(`A pre hook may not use ${op}`);
  if (op === "fetch") return await fetchForHook(args, { net: effects.net, signal: over });
  if (op === "run") return { answer: await runForHook(args, effects.run, over) };
  return { answer: await writeForHook(op, args, effects, over) };
}

async function get(reads: HookReads, [model, id]: readonly Json[]): Promise<Json> {
  if (typeof model !== "string" || typeof id !== "string") {
    throw malformed("get needs a model and the id of an instance");
  }
  const instance = await reads.get(model, id);
  return instance && { ...instance };
}

async function list(reads: HookReads, [model, query = {}]: readonly Json[]): Promise<Json> {
  if (typeof model !== "string") throw malformed("list needs a model");
  if (!isObject(query)) throw malformed("The query of a list is an object");
  const { filter, sort, limit, ...others } = query;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw malformed(`The query of a list has filter, sort and limit, not ${unknown}`);
  if (filter !== undefined && !isObject(filter)) throw malformed("The filter of a list is an object");
  if (sort !== undefined && typeof sort !== "string") throw malformed("The sort of a list is a text");
  if (limit !== undefined && typeof limit !== "number") throw malformed("The limit of a list is a number");
  const { items } = await reads.list(model, { filter, sort, limit });
  return items.map((instance) => ({ ...instance }));
}

function isWrite(op: string): op is WriteOp {
  return (WRITES as readonly string[]).includes(op);
}

/** An error as the hook may see it. */
function forHook(error: unknown): unknown {
  if (error instanceof Refusal) return new HookError("Refusal", error.code, error.message, error.details);
  if (error instanceof StorageError) return new HookError("Error", "storage", `A storage failed: ${error.code}`);
  return error;
}
