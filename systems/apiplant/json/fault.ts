/** Where a text stops being JSON. */

/** A place of a text, and what is wrong there. */
export interface Fault {
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly reason: string;
}

const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** The first fault of a text, or `null` if it is JSON. It does not recurse, so depth costs no stack. */
export function findFault(text: string): Fault | null {
  let at = 0;
  /** What stands around the place: `{` or `[`. */
  const open: string[] = [];
  let expected: "value" | "value or end" | "name" | "name or end" | "after" = "value";
  const taken = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const matches = pattern.test(text);
    if (matches) at = pattern.lastIndex;
    return matches;
  };
  const fault = (reason: string): Fault => ({ offset: at, reason: at === text.length ? "the text ends" : reason });
  const string = (): Fault | null => {
    at++;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "\\") {
        if (!taken(ESCAPE)) return fault("no escape of a string");
      } else if (text.charCodeAt(at) < 32) return fault("a control character in a string");
      else at++;
    }
    if (at === text.length) return fault("");
    at++;
    return null;
  };
  while (true) {
    taken(SPACE);
    const character = text[at];
    if (expected === "after") {
      if (open.length === 0) return at === text.length ? null : fault("the text goes on behind its value");
      const object = open.at(-1) === "{";
      if (character === ",") expected = object ? "name" : "value";
      else if (character === (object ? "}" : "]")) open.pop();
      else return fault(object ? "expected `,` or `}`" : "expected `,` or `]`");
      at++;
    } else if (expected === "name" || expected === "name or end") {
      if (character === "}" && expected === "name or end") {
        open.pop();
        at++;
        expected = "after";
        continue;
      }
      if (character !== '"') return fault("expected a member's name");
      const broken = string();
      if (broken !== null) return broken;
      taken(SPACE);
      if (text[at] !== ":") return fault("expected `:`");
      at++;
      expected = "value";
    } else if (character === "{" || character === "[") {
      open.push(character);
      at++;
      expected = character === "{" ? "name or end" : "value or end";
    } else if (character === "]" && expected === "value or end") {
      open.pop();
      at++;
      expected = "after";
    } else {
      if (character === '"') {
        const broken = string();
        if (broken !== null) return broken;
      } else if (!taken(NUMBER) && !taken(WORD)) return fault("expected a value");
      expected = "after";
    }
  }
}

/** The offset of the bracket that goes beyond `depth` levels, or `null`. The text need not be JSON. */
export function tooDeepAt(text: string, depth: number): number | null {
  // Almost every text has no more brackets than levels are allowed: counting them is faster than reading it.
  const objects = countUpTo(text, "{", depth);
  if (objects + countUpTo(text, "[", depth - objects) <= depth) return null;
  let level = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = endOfString(text, at);
      if (at === -1) return null;
    } else if (code === 91 || code === 123) {
      if (++level > depth) return at;
    } else if (code === 93 || code === 125) level--;
  }
  return null;
}

/** How often a character stands in a text; counts no further than one more than `max`. */
function countUpTo(text: string, character: string, max: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && count <= max; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** The place of the quote that ends the string which starts at `start`, or -1. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
