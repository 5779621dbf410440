/** The definition of a hook, as requests have it. */
import { Refusal } from "../commit/refusal.ts";
import { milliseconds } from "../config/units.ts";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { HookDefinition, HookName, HookOptions } from "../model/definition.ts";
import { nearest } from "../model/nearest.ts";
import { type Problem, type ProblemCode, validationRefusal } from "../model/problem.ts";
import { shortened } from "../model/validate.ts";

/** The names of hooks. */
export const HOOK_NAMES: readonly HookName[] = [
  "preCreate",
  "postCreate",
  "preUpdate",
  "postUpdate",
  "preDelete",
  "postDelete",
];
/** The most characters of a hook's source. */
const MAX_SOURCE: number = 256 * 1024;
const MAX_TIMEOUT = 60_000;

/** A name in a path as the name of a hook. Throws `unknown_hook`. */
export function hookName(name: string): HookName {
  const known = HOOK_NAMES.find((one) => one === name);
  if (known !== undefined) return known;
  const close = nearest(name, HOOK_NAMES), hint = close === null ? "" : `; did you mean ${close}?`;
  throw new Refusal("unknown_hook", `${shortened(name)} is not a hook: there are ${HOOK_NAMES.join(", ")}${hint}`, {
    hook: shortened(name),
  });
}

/** A hook of its body. `revision` may be there, as it was read. Throws `unknown_hook` or `validation`. */
export function parseHook(name: string, body: Json, path = ""): Omit<HookDefinition, "revision"> {
  const hook = hookName(name), check = new BodyCheck(path);
  if (!isObject(body)) throw check.refusal("", "type", "must be a JSON object");
  const { kind } = body;
  if (kind !== "script" && kind !== "native") {
    check.add("/kind", "enum", "must be script or native", ["script", "native"]);
  }
  check.members(body, "", [
    "hook",
    "revision",
    "kind",
    "options",
    ...kind === "native" ? ["name"] : ["language", "source"],
  ]);
  if (body.hook !== undefined && body.hook !== hook) check.add("/hook", "immutable", `must be ${hook}`, hook);
  if (kind === "script") {
    const { source, language } = body;
    if (typeof source !== "string") {
      check.add("/source", source === undefined ? "required" : "type", "must be a string");
    } else if (new TextEncoder().encode(source).length > MAX_SOURCE) {
      check.add("/source", "max", `must have at most ${MAX_SOURCE} bytes`, MAX_SOURCE);
    } else if (!source.isWellFormed()) check.add("/source", "format", "must not contain half of a surrogate pair");
    if (language !== undefined && language !== "js" && language !== "ts") {
      check.add("/language", "enum", "must be js or ts", ["js", "ts"]);
    }
  }
  if (kind === "native" && (typeof body.name !== "string" || !/^[\w.-]{1,128}$/.test(body.name))) {
    check.add(
      "/name",
      body.name === undefined ? "required" : "format",
      "must be 1 to 128 letters, digits, `.`, `_` or `-`",
    );
  }
  const options = parseOptions(body.options ?? {}, hook, check);
  check.refuse();
  const { language, source, name: native } = body as { language?: "js" | "ts"; source?: string; name?: string };
  return kind === "script"
    ? { hook, kind, language: language ?? "js", source: source!, options }
    : { hook, kind: "native", name: native!, options };
}

function parseOptions(value: Json, hook: HookName, check: BodyCheck): HookOptions {
  if (!isObject(value)) {
    check.add("/options", "type", "must be a JSON object");
    return {};
  }
  const post = hook.startsWith("post");
  check.members(value, "/options", ["timeout", "enabled", ...post ? ["detached", "retry"] : []]);
  const duration = (path: string, given: Json, max: number): number => {
    const time = milliseconds(given);
    if (time !== null && time >= 1 && time <= max) return time;
    check.add(path, "format", `must be a duration such as 500ms or 2s, at most ${max} ms`, max);
    return 1;
  };
  for (const name of ["detached", "enabled"]) {
    if (value[name] !== undefined && typeof value[name] !== "boolean") {
      check.add(`/options/${name}`, "type", "must be true or false");
    }
  }
  const { timeout, detached, enabled, retry } = value;
  return {
    ...(timeout === undefined ? {} : { timeout: duration("/options/timeout", timeout, MAX_TIMEOUT) }),
    ...(detached === undefined ? {} : { detached: detached === true }),
    ...(enabled === undefined ? {} : { enabled: enabled === true }),
    ...(retry === undefined ? {} : { retry: parseRetry(retry, check, duration) }),
  };
}

function parseRetry(
  value: Json,
  check: BodyCheck,
  duration: (path: string, given: Json, max: number) => number,
): NonNullable<HookOptions["retry"]> {
  const path = "/options/retry", retry = isObject(value) ? value : {};
  if (!isObject(value)) check.add(path, "type", "must be a JSON object");
  check.members(retry, path, ["attempts", "first", "factor", "max"]);
  const { attempts = 5, first = "1s", factor = 2, max = "1h" } = retry;
  if (!Number.isSafeInteger(attempts) || attempts as number < 1 || attempts as number > 100) {
    check.add(`${path}/attempts`, "format", "must be an integer from 1 to 100");
  }
  if (typeof factor !== "number" || !(factor >= 1 && factor <= 100)) {
    check.add(`${path}/factor`, "format", "must be a number from 1 to 100");
  }
  const day = 86_400_000;
  return {
    attempts: attempts as number,
    first: duration(`${path}/first`, first, day),
    factor: factor as number,
    max: duration(`${path}/max`, max, day),
  };
}

/** Collects the problems of a body. */
class BodyCheck {
  readonly #problems: Problem[] = [];

  constructor(readonly prefix: string) {}

  add(path: string, code: ProblemCode, message: string, wanted?: Json): void {
    const at = this.prefix + path, subject = at === "" ? "The hook" : `\`${at.slice(1)}\``;
    this.#problems.push({
      path: at,
      code,
      message: `${subject} ${message}`,
      ...(wanted === undefined ? {} : { wanted }),
    });
  }

  members(value: JsonObject, path: string, known: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      const close = nearest(name, known);
      this.add(
        `${path}/${shortened(name)}`,
        "unknown",
        `is not one of ${known.join(", ")}${close === null ? "" : `: did you mean ${close}?`}`,
      );
    }
  }

  refusal(path: string, code: ProblemCode, message: string): Refusal {
    this.add(path, code, message);
    return validationRefusal(this.#problems);
  }

  refuse(): void {
    if (this.#problems.length > 0) throw validationRefusal(this.#problems);
  }
}
