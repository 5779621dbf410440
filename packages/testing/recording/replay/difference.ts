/**
 * The differences between two messages.
 *
 * @module
 */
import { compareMessages, isObject } from "./compare_messages.ts";
import type { IgnoredPaths } from "./ignored_paths.ts";

/** A difference from the recording. */
export interface Difference {
  /** The number of the recorded frame, from 1; null if the recording has no such frame. */
  frame: number | null;
  /** The number of the recorded connection. */
  connection: number;
  /** The path in the message; empty for the whole message. */
  path: string;
  /** The recorded value. */
  recorded: unknown;
  /** The found value. */
  found: unknown;
}

/** The most differences that are kept; further ones are counted. */
const MAX_DIFFERENCES = 100;

/** The outcome of a replay. */
export class ReplayReport {
  readonly #mask: (text: string) => string;
  /** The first differences. */
  readonly differences: Difference[] = [];
  /** How many further differences there are. */
  omitted = 0;
  /** How many messages were compared. */
  compared = 0;
  /** How many connections were replayed. */
  connections = 0;

  /**
   * Nothing has been compared yet.
   *
   * @param mask Removes the secrets from the driver's answers.
   */
  constructor(mask: (text: string) => string = (text) => text) {
    this.#mask = mask;
  }

  /** Whether everything matched the recording. */
  get isEqual(): boolean {
    return this.differences.length === 0;
  }

  /** Adds a difference, without secrets. */
  add(difference: Difference): void {
    const { recorded, found } = difference;
    if (this.differences.length >= MAX_DIFFERENCES) this.omitted++;
    else {
      this.differences.push({
        ...difference,
        recorded: withoutSecrets(recorded, this.#mask),
        found: withoutSecrets(found, this.#mask),
      });
    }
  }

  /** Compares two messages in exact JSON, and adds their differences. */
  compare(
    place: Pick<Difference, "frame" | "connection">,
    recorded: unknown,
    found: unknown,
    ignored: IgnoredPaths,
  ): void {
    this.compared++;
    compareMessages(recorded, found, ignored, (leaf) => this.add({ ...place, ...leaf }));
  }
}

/** A part of a message with its texts masked. */
function withoutSecrets(part: unknown, mask: (text: string) => string): unknown {
  if (typeof part === "string") return mask(part);
  if (Array.isArray(part)) return part.map((element) => withoutSecrets(element, mask));
  if (!isObject(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, withoutSecrets(member, mask)]));
}
