/**
 * Comparisons of secrets that end at the first difference.
 *
 * @module
 */

/** What a secret that a caller must know is called in code, at the end of a name. */
const SECRET = /(?:token|ticket|secret|pass(?:word|phrase|code)|authorization|credentials?|api_?key)$/i;
/** What is no secret itself: literals, and constants of the code. */
const PLAIN = /^(?:null|undefined|true|false|[A-Z_]+(?:\.\w+)?|["'`\d].*)$/;

const OPERAND = String.raw`[\w$.#?!]+(?:\(\)|\["\w+"\]!?)?|["'\x60]`;
/** Two things compared, with what stands before the first; or one that is looked up, or searched for. */
const COMPARED = new RegExp(String.raw`(typeof\s+)?(${OPERAND})\s+[!=]==?\s+(${OPERAND})`, "g");
const LOOKED_UP = /\.(?:get|has|includes|indexOf|startsWith|endsWith)\(([\w$.#?!]+)\)/g;

/**
 * The comparisons in a text of code whose time depends on how much of a secret is right.
 *
 * @returns Them, with their lines.
 */
export function comparisonsIn(code: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  const add = (index: number, text: string) =>
    found.push({ line: code.slice(0, index).split("\n").length, text: text.replaceAll(/\s+/g, " ") });
  for (const { 0: text, 1: kind, 2: left, 3: right, index } of code.matchAll(COMPARED)) {
    if (kind !== undefined || PLAIN.test(left!) || PLAIN.test(right!)) continue;
    if (isSecret(left!) || isSecret(right!)) add(index, text);
  }
  for (const { 0: text, 1: sought, index } of code.matchAll(LOOKED_UP)) if (isSecret(sought!)) add(index, text);
  return found;
}

function isSecret(operand: string): boolean {
  return SECRET.test(operand.replaceAll(/[!?()"\[\]]/g, ""));
}
