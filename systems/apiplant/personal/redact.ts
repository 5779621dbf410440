/** Takes personal values out of texts that are kept: messages of hooks and lines that they log. */
import type { Json, JsonObject } from "../json/json.ts";
import { isRawNumber } from "../json/exact_number.ts";
import { isEnvelope } from "./envelope.ts";

/** Shorter values stand in texts by chance. */
const MIN_LENGTH = 3;
const MASK = "***";

/** The values of some data that are personal. */
export class PersonalValues {
  readonly #values = new Set<string>();

  /** Adds the values that are encrypted in `sealed`, as `opened` has them. */
  addOpened(sealed: Json | undefined, opened: Json | undefined): void {
    for (const [name, value] of Object.entries(sealed as JsonObject | null ?? {})) {
      if (isEnvelope(value)) this.#add((opened as JsonObject)[name]);
    }
  }

  /** Adds the values of fields. */
  addFields(names: readonly string[], data: JsonObject | null | undefined): void {
    for (const name of names) this.#add(data?.[name]);
  }

  /** The text without them. */
  redact(text: string): string {
    let redacted = text;
    // The longest first: a value may be a part of another one.
    for (const value of [...this.#values].sort((one, other) => other.length - one.length)) {
      redacted = redacted.replaceAll(value, MASK);
    }
    return redacted;
  }

  #add(value: Json | undefined): void {
    if (value === null || value === undefined || typeof value === "boolean") return;
    if (isRawNumber(value)) return this.#add(value.rawJSON);
    if (typeof value === "object") {
      for (const one of Object.values(value)) this.#add(one as Json);
    } else if (String(value).length >= MIN_LENGTH) this.#values.add(String(value));
  }
}
