/**
 * What the page and the source of a model server say to each other beside tree, actions and rows: what its actions give.
 *
 * Values stand as texts, so that no number loses a digit on its way: those of text types (String, BigInt, dates and times,
 * UUID, IP, Bytes, Reference) as they are, all others as their JSON. Null is null.
 *
 * @module
 */

/** Values by their fields; a field that is absent has none. */
export type ModelValues = Readonly<Record<string, string | null>>;

/** A field of a model. */
export interface ModelField {
  /** Its name. */
  readonly name: string;
  /** Its type, as the model has it. */
  readonly type: string;
  /** Whether its values stand as they are, not as JSON. */
  readonly isText: boolean;
  /** Its constraints and what it refers to, for people. */
  readonly about: string;
  /** Whether each instance has a value. */
  readonly isRequired: boolean;
  /** Whether it is set at the creation alone. */
  readonly isImmutable: boolean;
  /** The values that it may have; null for any of its type. */
  readonly choices: readonly string[] | null;
  /** The model that it refers to; null for none. */
  readonly refersTo: string | null;
  /** What new instances have where it is left out; null for nothing. */
  readonly default: string | null;
  /** Whether its values can be erased, also from the history. */
  readonly isPersonal: boolean;
  /** The files that it takes; null for a field without files. */
  readonly files: ModelFiles | null;
}

/** Files that a field takes. */
export interface ModelFiles {
  /** Whether it takes a list of them. */
  readonly isList: boolean;
  /** Their types, such as `image/*`; none for all. */
  readonly types: readonly string[];
}

/** A model. */
export interface ModelInfo {
  /** Its id. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** Its version. */
  readonly version: number;
  /** What a change of it is for. */
  readonly revision: number;
  /** Whether clients may choose ids of new instances. */
  readonly takesIds: boolean;
  /** The fields that clients see, in their order. */
  readonly fields: readonly ModelField[];
  /** The names of the hooks that are set. */
  readonly hooks: readonly string[];
  /** Its definition, as JSON on several lines. */
  readonly definition: string;
}

/** An instance. */
export interface ModelInstance {
  /** Its id. */
  readonly id: string;
  /** What a change of it is for. */
  readonly revision: number;
  /** The version of the model that it was written under. */
  readonly modelVersion: number;
  /** When it was created: RFC 3339. */
  readonly createdAt: string;
  /** When it was changed last: RFC 3339. */
  readonly updatedAt: string;
  /** Whether personal values of it were erased. */
  readonly isErased: boolean;
  /** Its values. */
  readonly values: ModelValues;
}

/** What is wrong with a value, or with a place of a source. */
export interface ModelProblem {
  /** The field, or `/` and a path within it; empty for the whole. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** The line of a source, from 1 on; null for what is no source. */
  readonly line: number | null;
  /** The column, from 1 on. */
  readonly column: number | null;
}

/** Why the server did not make a change. */
export interface ModelRefusal {
  /** The server's code, such as `validation`. */
  readonly code: string;
  /** The server's sentence. */
  readonly message: string;
  /** The problems that it names. */
  readonly problems: readonly ModelProblem[];
  /** The instance or hook as another has changed it; null if that is not why. */
  readonly theirs: ModelInstance | HookInfo | null;
}

/** What a change came to. */
export type ModelOutcome<T> = { readonly done: T } | { readonly refused: ModelRefusal };

/** An event of an instance, as its history has it. */
export interface HistoryEntry {
  /** Its place in the log, which is also the revision that it made. */
  readonly seq: number;
  /** When: RFC 3339. */
  readonly at: string;
  /** What happened, such as `instance.updated`. */
  readonly kind: string;
  /** Who made the change. */
  readonly actor: string;
  /** The hook that made it; null for a change of a client. */
  readonly cause: string | null;
  /** The values since then; null for a deletion. */
  readonly values: ModelValues | null;
}

/** A part of a history, newest first. */
export interface HistoryPage {
  /** The events. */
  readonly items: readonly HistoryEntry[];
  /** Where the next part begins; null for none. */
  readonly next: string | null;
}

/** A hook. */
export interface HookInfo {
  /** Its name. */
  readonly hook: string;
  /** `script` or `native`. */
  readonly kind: string;
  /** The language of a script; null for a native one. */
  readonly language: string | null;
  /** The text of a script, or the name of a native one. */
  readonly source: string;
  /** How it runs, as JSON. */
  readonly options: string;
  /** What a change of it is for. */
  readonly revision: number;
}

/** A new key or webhook, or one of them with a new secret: the one answer that has it. */
export interface NewKey {
  /** The key's name, or the webhook's address. */
  readonly id: string;
  /** What a client sends, or what signs the webhook's messages. */
  readonly key: string;
  /** Whether it is the key that this console uses. */
  readonly isOwn: boolean;
}

/** A line of the stream `events`. */
export type EventLine =
  | { readonly event: LiveEvent }
  | { readonly state: "live" | "reconnecting" | "gap"; readonly at: string; readonly reason: string };

/** An event of the log. */
export interface LiveEvent {
  /** Its place. */
  readonly seq: number;
  /** When: RFC 3339. */
  readonly at: string;
  /** What happened. */
  readonly kind: string;
  /** The model. */
  readonly model: string;
  /** The instance; null for an event of a model, a hook or the server. */
  readonly instance: string | null;
  /** Who made the change. */
  readonly actor: string;
  /** The hook that made it; null for a change of a client. */
  readonly cause: string | null;
  /** Its payload as JSON, cut after 2,000 characters; empty for none. */
  readonly text: string;
}
