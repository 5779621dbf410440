/**
 * Values that are being changed, and what happens to them when another has changed the instance meanwhile.
 *
 * @module
 */
import type { ModelField, ModelInstance, ModelProblem, ModelValues } from "@fluxwire/console/api";

/** A field that both have changed, each to another value. */
export interface Conflict {
  /** The field's name. */
  readonly name: string;
  /** What is in the form. */
  readonly mine: string | null | undefined;
  /** What the server has now. */
  readonly theirs: string | null | undefined;
}

/** The values that differ from those of an instance; a value that is gone is null. */
export function changesOf(before: ModelValues, draft: ModelValues): ModelValues {
  const changed = Object.entries(draft).filter(([name, value]) => (before[name] ?? null) !== value);
  return Object.fromEntries(changed);
}

/** The fields that both sides have changed since `base`, each to another value. */
export function conflictsOf(base: ModelValues, draft: ModelValues, theirs: ModelValues): Conflict[] {
  return Object.keys(changesOf(base, draft)).flatMap((name) => {
    const mine = draft[name], now = theirs[name];
    return (base[name] ?? null) === (now ?? null) || (mine ?? null) === (now ?? null)
      ? []
      : [{ name, mine, theirs: now }];
  });
}

/** The draft of the next try: the changes of the form on what the server has now. */
export function rebased(base: ModelValues, draft: ModelValues, theirs: ModelInstance): ModelValues {
  return { ...theirs.values, ...changesOf(base, draft) };
}

/** What new instances begin with. */
export function emptyDraft(fields: readonly ModelField[]): ModelValues {
  return Object.fromEntries(
    fields.filter(({ isRequired, default: first }) => isRequired && first === null).map(
      ({ name }) => [name, ""],
    ),
  );
}

/** The problems of a field and of what is in it; null for none. */
export function problemOf(problems: readonly ModelProblem[], name: string): string | null {
  const found = problems.filter(({ path }) => path === name || path.startsWith(`${name}/`));
  return found.length === 0 ? null : found.map(({ message }) => message).join("; ");
}
