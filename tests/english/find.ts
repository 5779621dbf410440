/**
 * Finds refused phrases in the texts of a file, across the line breaks of comments and documents.
 *
 * @module
 */
import { REFUSED, type Refused } from "./refused.ts";

/** What stands between two words that a line break separates: comment leaders, or the ends of two joined texts. */
const LEADER = /\n\s*(?:\/{2,3}!?|\*(?!\/)|--|#+)?|["`] \+\s+["`]/g;

/** A phrase of the list in a text. */
export interface Found {
  /** The line that it begins in, from 1. */
  line: number;
  /** The words as they stand there. */
  words: string;
  /** What to say instead. */
  better: string;
}

/** A pattern for a phrase, as the beginning of a sentence or inside of one; words in capitals are code. */
function patternOf([words]: Refused): RegExp {
  const anyCase = words.replace(/[a-z]/, (letter) => `[${letter}${letter.toUpperCase()}]`);
  return new RegExp(`(?<![\\w-])(?:${anyCase.replaceAll(" ", "\\s+")})(?![\\w-])`, "g");
}

const PATTERNS = REFUSED.map((refused) => ({ pattern: patternOf(refused), better: refused[1] }));

/** The refused phrases of a file's text, line by line. */
export function refusedIn(text: string): Found[] {
  const flowing = text.replaceAll(LEADER, (leader) => " ".repeat(leader.length));
  const found = PATTERNS.flatMap(({ pattern, better }) =>
    [...flowing.matchAll(pattern)].map((match) => ({
      line: text.slice(0, match.index).split("\n").length,
      words: match[0].replaceAll(/\s+/g, " "),
      better,
    }))
  );
  return found.sort((a, b) => a.line - b.line);
}
