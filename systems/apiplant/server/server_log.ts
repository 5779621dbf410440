/** The log of a server, on stderr: a line each, for people or as JSON. */

/** How much a record matters. */
export type Level = "info" | "warning" | "error";

/** What a record has beside its text. Values are shown as they are: no secret belongs into them. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Writes records. */
export class ServerLog {
  readonly #write: (line: string) => void;
  readonly #isJson: boolean;
  readonly #now: () => number;

  /** `write` gets each line without its end. */
  constructor(write: (line: string) => void, isJson: boolean, now: () => number = Date.now) {
    this.#write = write;
    this.#isJson = isJson;
    this.#now = now;
  }

  /** What happened as it should. */
  info(text: string, fields: LogFields = {}): void {
    this.#record("info", text, fields);
  }

  /** What works, and may not be meant. */
  warn(text: string, fields: LogFields = {}): void {
    this.#record("warning", text, fields);
  }

  /** What does not work. */
  error(text: string, fields: LogFields = {}): void {
    this.#record("error", text, fields);
  }

  #record(level: Level, text: string, fields: LogFields): void {
    const at = new Date(this.#now()).toISOString();
    if (this.#isJson) return this.#write(JSON.stringify({ at, level, message: text, ...fields }));
    const more = Object.entries(fields).map(([name, value]) =>
      ` ${name}=${typeof value === "string" ? quoted(value) : value}`
    );
    this.#write(`${at.slice(11, 23)} ${level === "info" ? "" : `${level}: `}${text}${more.join("")}`);
  }
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : JSON.stringify(text);
}
