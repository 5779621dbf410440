/**
 * The value of a setting: plain, in quotes of any kind, or in braces as ODBC has it.
 *
 * @module
 */
const OPEN_QUOTE = /\\{0,8}["'`]/y;
const PLAIN = /[^\s;&,"'`]*/y;
const BLANKS = /\s{0,8}/y;
/** What stands for a value: parameters of statements, variables, formats. */
const PLACEHOLDER = /^(?:\$\d+|\$\{[^{}]*\}|\?\d*|:\w+|%s|%\(\w+\)s|\*+)$/;

/** Where a value stands, without its quotes, and where to look on. */
export interface SettingValue {
  start: number;
  end: number;
  next: number;
}

/**
 * The value that begins at an offset; null if it is missing, or a placeholder. Without its closing
 * quote it ends with the line.
 *
 * @param isMember Whether it is a member of JSON: blanks may come first, and only a text counts.
 */
export function settingValue(text: string, at: number, isMember: boolean): SettingValue | null {
  const start = isMember ? endOf(BLANKS, text, at)! : at;
  const opened = endOf(OPEN_QUOTE, text, start);
  if (opened !== null) return filled(quotedValue(text, opened, text.slice(start, opened)));
  if (isMember) return null;
  if (text.startsWith("{{", start)) return null;
  if (text[start] === "{") return filled(quotedValue(text, start + 1, "}"));
  const next = endOf(PLAIN, text, start)!;
  let end = next;
  while (end > start && text[end - 1] === "\\") end--;
  return PLACEHOLDER.test(text.slice(start, end)) ? null : filled({ start, end, next });
}

function filled(value: SettingValue): SettingValue | null {
  return value.end > value.start ? value : null;
}

/** Up to the closing mark; one that is doubled, or behind a backslash, is a character of the value. */
function quotedValue(text: string, start: number, close: string): SettingValue {
  for (let from = start;;) {
    const end = text.indexOf(close, from);
    if (end < 0) return unclosed(text, start);
    if (text[end - 1] === "\\" && close[0] !== "\\" && end > start) from = end + 1;
    else if (text.startsWith(close, end + close.length)) from = end + 2 * close.length;
    else return { start, end, next: end + close.length };
  }
}

function unclosed(text: string, start: number): SettingValue {
  const line = text.indexOf("\n", start), end = line < 0 ? text.length : line;
  return { start, end, next: end };
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
