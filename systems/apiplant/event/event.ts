/** What an event of the log holds. */
import type { Json } from "../json/json.ts";

/** The place of an event in the log: 1 for the first, without gaps. 0 is the place before the first. */
export type Seq = number;

/** What an event says. */
export type EventKind =
  | "model.created"
  | "model.updated"
  | "model.deleted"
  | "hook.updated"
  | "hook.deleted"
  | "instance.created"
  | "instance.updated"
  | "instance.deleted"
  | "instance.erased"
  | "config.updated";

/** The hook that made a change, and the event that it ran for. */
export interface Cause {
  /** The id of that event. */
  readonly event: string;
  /** The hook's name, such as `postCreate`. */
  readonly hook: string;
  /** 1 for a change made by the hook of a client's change; one more for each further hook. */
  readonly depth: number;
}

/** The Idempotency-Key of a request, and what tells its request from others. */
export interface Idempotency {
  /** The key as the client sent it. */
  readonly key: string;
  /** `sha256:` and hexadecimal digits, of method, path, actor and body. */
  readonly hash: string;
}

/** An event before it has its place in the log. */
export interface Draft {
  /** UUIDv7, lower case. */
  readonly id: string;
  /** RFC 3339, UTC, with milliseconds; never less than that of the event before. */
  readonly at: string;
  /** What it says. */
  readonly kind: EventKind;
  /** The model's id; for `config.updated`, what is configured, such as `keys`. */
  readonly model: string;
  /** The version of the model that the payload follows. */
  readonly modelVersion?: number;
  /** The id of the instance; of a hook's event, the hook's name. */
  readonly instance?: string;
  /** The whole new value. A deletion has none. */
  readonly payload?: Json;
  /** The revision that it replaces. */
  readonly prev?: Seq;
  /** Of `instance.updated`: the time of the event that made the instance. */
  readonly created?: string;
  /** The first and the last place of the events of the same command. */
  readonly commit: readonly [first: Seq, last: Seq];
  /** Who made the change, such as `anonymous` or `key:ci`. */
  readonly actor: string;
  /** The id of the server that appended it. */
  readonly origin: string;
  /** Of a change made by a hook. */
  readonly cause?: Cause;
  /** Of a request with an Idempotency-Key. */
  readonly idem?: Idempotency;
  /** The version of this shape. */
  readonly v: 1;
}

/** An event of the log. */
export interface Event extends Draft {
  /** Its place in the log. */
  readonly seq: Seq;
  /** Whether values of personal fields were erased, which are null then. The log does not have it. */
  readonly erased?: boolean;
}
