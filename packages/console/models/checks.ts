/**
 * Checks of what a model server's actions have given.
 *
 * @module
 */
import type {
  EventLine,
  HistoryPage,
  HookInfo,
  ModelInfo,
  ModelInstance,
  ModelOutcome,
  ModelRefusal,
  NewKey,
} from "./types.ts";

type Members = Readonly<Record<string, unknown>>;

/** Whether a value is a {@link ModelInfo}. */
export function isModelInfo(value: unknown): value is ModelInfo {
  const { id, title, version, revision, takesIds, fields, hooks, definition } = membersOf(value);
  return areTexts([id, title, definition]) && areNumbers([version, revision]) && typeof takesIds === "boolean" &&
    Array.isArray(hooks) && areTexts(hooks) && Array.isArray(fields) && fields.every(isField);
}

function isField(value: unknown): boolean {
  const { name, type, about, choices, refersTo, default: first, files } = membersOf(value);
  const { isText, isRequired, isImmutable, isPersonal } = membersOf(value), { isList, types } = membersOf(files);
  return areTexts([name, type, about]) && areFlags([isText, isRequired, isImmutable, isPersonal]) &&
    (files === null || areFlags([isList]) && Array.isArray(types) && areTexts(types)) &&
    (choices === null || Array.isArray(choices) && areTexts(choices)) && isTextOrNull(refersTo) && isTextOrNull(first);
}

/** Whether a value is a {@link ModelInstance}. */
export function isModelInstance(value: unknown): value is ModelInstance {
  const { id, revision, modelVersion, createdAt, updatedAt, isErased, values } = membersOf(value);
  return areTexts([id, createdAt, updatedAt]) && areNumbers([revision, modelVersion]) &&
    typeof isErased === "boolean" && areValues(values);
}

/** Whether a value is a {@link HookInfo}. */
export function isHookInfo(value: unknown): value is HookInfo {
  const { hook, kind, language, source, options, revision } = membersOf(value);
  return areTexts([hook, kind, source, options]) && isTextOrNull(language) && areNumbers([revision]);
}

/** Whether a value is a {@link HistoryPage}. */
export function isHistoryPage(value: unknown): value is HistoryPage {
  const { items, next } = membersOf(value);
  return isTextOrNull(next) && Array.isArray(items) && items.every((item) => {
    const { seq, at, kind, actor, cause, values } = membersOf(item);
    return areNumbers([seq]) && areTexts([at, kind, actor]) && isTextOrNull(cause) &&
      (values === null || areValues(values));
  });
}

/** Whether a value is a {@link NewKey}. */
export function isNewKey(value: unknown): value is NewKey {
  const { id, key, isOwn } = membersOf(value);
  return areTexts([id, key]) && typeof isOwn === "boolean";
}

/** Whether a value is a {@link ModelOutcome}, whose success fits a check. */
export function isOutcome<T>(value: unknown, isDone: (done: unknown) => done is T): value is ModelOutcome<T> {
  const { done, refused } = membersOf(value);
  return refused === undefined ? isDone(done) : isRefusal(refused);
}

function isRefusal(value: unknown): value is ModelRefusal {
  const { code, message, problems, theirs } = membersOf(value);
  return areTexts([code, message]) && Array.isArray(problems) && problems.every(isProblem) &&
    (theirs === null || isModelInstance(theirs) || isHookInfo(theirs));
}

function isProblem(value: unknown): boolean {
  const { path, message, line, column } = membersOf(value);
  return areTexts([path, message]) && [line, column].every((one) => one === null || areNumbers([one]));
}

/** The {@link EventLine} of a line of `events`; null for one that cannot be read. */
export function eventLineOf(line: string): EventLine | null {
  const value = parsed(line), { event, state, at, reason } = membersOf(value);
  if (event === undefined) return areTexts([state, at, reason]) ? value as EventLine : null;
  const { seq, kind, model, instance, actor, cause, text, at: time } = membersOf(event);
  const isWhole = areNumbers([seq]) && areTexts([kind, model, actor, text, time]) && isTextOrNull(instance) &&
    isTextOrNull(cause);
  return isWhole ? value as EventLine : null;
}

function areValues(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every(isTextOrNull);
}

function areTexts(values: readonly unknown[]): boolean {
  return values.every((one) => typeof one === "string");
}

function areFlags(values: readonly unknown[]): boolean {
  return values.every((one) => typeof one === "boolean");
}

function areNumbers(values: readonly unknown[]): boolean {
  return values.every((one) => Number.isSafeInteger(one));
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null ? value as Members : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
