/**
 * An unknown word in the place of a part or verb.
 *
 * @module
 */
import { DOORS } from "../doors.ts";
import { commandOf, type Part, type Parts } from "./part.ts";
import { UsageError } from "@fluxwire/command";

/** The error for an unknown word, with the command that was probably meant: a part, or a verb of any part. */
export async function unknownWord(word: string, part: Part, parts: Parts): Promise<UsageError> {
  const what = part.name === "" ? "part" : `verb of ${part.name}`;
  if (Object.hasOwn(parts, word) || Object.hasOwn(DOORS, word)) {
    return new UsageError(`Unknown ${what}: ${word}; did you mean fluxwire ${word}?`);
  }
  for (const load of Object.values(parts)) {
    const other = await load();
    const verb = other.verbs.find(({ name }) => name === word);
    if (verb !== undefined) return new UsageError(`Unknown ${what}: ${word}; did you mean ${commandOf(other, verb)}?`);
  }
  const known = part.verbs.map(({ name }) => name);
  return UsageError.unknown(
    what,
    word,
    part.name === "" ? [...Object.keys(parts), ...Object.keys(DOORS), ...known] : known,
  );
}
