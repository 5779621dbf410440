/** A native hook of this process, for its server. */
import { onAbort } from "@fluxwire/transport";
import { type Answer, Hook as Service, type RunResponseSchema } from "../generated/apiplant/storage/v1/hook_pb.ts";
import type { Json } from "../json/json.ts";
import { parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { MessageInitShape } from "../protobuf.ts";
import { StorageError } from "../storage/roles.ts";
import type { OwnInfo } from "./own_info.ts";
import { AskError, type HookContext, type NativeHook } from "./hook_context.ts";
import { type Route, route } from "./service.ts";

type Outcome = NonNullable<MessageInitShape<typeof RunResponseSchema>["outcome"]>;

const OPS = ["get", "list", "create", "update", "patch", "delete", "run"] as const;

const { method } = Service;

/** The methods of a native hook. */
export function hookRoutes(hook: NativeHook, driver: OwnInfo): [string, Route][] {
  const runs = new Map<string, Run>();
  return [
    route(method.info, () => driver),
    route(method.run, async ({ call, contextJson, answers }, signal) => {
      let run = runs.get(call);
      if (run === undefined) {
        if (contextJson === "") throw new StorageError("not_found", `The run ${call} is over, or of another process`);
        run = new Run(hook, contextJson);
        runs.set(call, run);
      }
      const forget = () => runs.delete(call);
      using _listening = onAbort(signal, forget);
      const outcome = await run.next(answers);
      if (outcome.case !== "ask") forget();
      return { outcome };
    }),
  ];
}

/** A hook's thrown end. */
class Vetoed extends Error {
  constructor(override readonly message: string, readonly details: Json | undefined) {
    super(message);
  }
}

/** One run of a hook, which goes on when its questions are answered. */
class Run {
  readonly #waiting = new Map<number, PromiseWithResolvers<Json>>();
  readonly #end: Promise<Outcome>;
  #asked: { id: number; op: string; argsJson: string }[] = [];
  #next = 1;
  #hasAsked = Promise.withResolvers<void>();

  constructor(hook: NativeHook, contextJson: string) {
    this.#end = this.#run(hook, parseExact(contextJson, STORED_DEPTH) as unknown as HookContext);
  }

  /** Answers the questions of the part before, and resolves with the end or the next questions. */
  async next(answers: readonly Answer[]): Promise<Outcome> {
    for (const { id, outcome } of answers) this.#take(id, outcome);
    const end = await Promise.race([this.#end, this.#hasAsked.promise]);
    if (end !== undefined) return end;
    // What the hook asks in the same turn goes together.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const questions = this.#asked;
    this.#asked = [];
    this.#hasAsked = Promise.withResolvers();
    return { case: "ask", value: { questions } };
  }

  async #run(hook: NativeHook, values: HookContext): Promise<Outcome> {
    try {
      const asking = OPS.map((op) => [op, (...args: Json[]) => this.#ask(op, args)]);
      const result = await hook({
        ...values,
        ...Object.fromEntries(asking),
        log: (text) => void this.#ask("log", [text]).catch(() => {}),
        veto: (message, details) => {
          throw new Vetoed(message, details);
        },
      });
      // What was asked and not waited for is answered before the end.
      await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
      return { case: "done", value: { resultJson: result === undefined ? "" : stringifyExact(result) } };
    } catch (error) {
      if (error instanceof Vetoed) {
        const detailsJson = error.details === undefined ? "" : stringifyExact(error.details);
        return { case: "refused", value: { message: error.message, detailsJson } };
      }
      const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
      return { case: "failed", value: { name, message, stack } };
    }
  }

  #ask(op: string, args: readonly Json[]): Promise<Json> {
    const id = this.#next++, waiting = Promise.withResolvers<Json>();
    this.#waiting.set(id, waiting);
    this.#asked.push({ id, op, argsJson: stringifyExact(args.filter((one) => one !== undefined)) });
    this.#hasAsked.resolve();
    return waiting.promise;
  }

  #take(id: number, outcome: Answer["outcome"]): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (outcome.case === "failure") {
      const { name, code, message, detailsJson } = outcome.value;
      const details = detailsJson === "" ? null : parseExact(detailsJson, STORED_DEPTH);
      waiting?.reject(new AskError(name, code, message, details));
    } else waiting?.resolve(parseExact(outcome.value ?? "null", STORED_DEPTH));
  }
}
