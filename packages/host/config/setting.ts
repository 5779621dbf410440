/**
 * One value of a configuration, with its place: read as a type, or reported.
 *
 * @module
 */
import type { ConfigProblemCode } from "./problem.ts";

/** The longest text that a message shows; longer ones are cut. */
const MAX_SHOWN_CHARACTERS = 60;

/** Takes what is wrong in a place. */
export type Report = (code: ConfigProblemCode, place: string, reason: string) => void;

/**
 * A value and its place. Each method reads it as one type; a missing value gives undefined, a wrong one is
 * reported and undefined as well.
 */
export class Setting {
  readonly #value: unknown;
  readonly #report: Report;
  /** Where it stands in its file. */
  readonly place: string;

  /** @param value The value; undefined if missing. */
  constructor(value: unknown, place: string, report: Report) {
    this.#value = value;
    this.place = place;
    this.#report = report;
  }

  /** Whether the value is missing. */
  get isMissing(): boolean {
    return this.#value === undefined;
  }

  /** The same, with null as nothing. */
  get orNull(): Setting {
    return this.#value === null ? new Setting(undefined, this.place, this.#report) : this;
  }

  /** The same, reported if missing. */
  get required(): Setting {
    if (this.isMissing) this.#report("SettingMissing", this.place, "it must be given");
    return this;
  }

  /** The same, with another that takes what is wrong with it. */
  under(report: Report): Setting {
    return new Setting(this.#value, this.place, report);
  }

  /** As text. A NUL character cannot be passed to a program. */
  text(): string | undefined {
    if (this.isMissing) return undefined;
    if (typeof this.#value !== "string") return this.#wrongType("text");
    return this.#value.includes("\0") ? this.refuse("it has a NUL character; remove it") : this.#value;
  }

  /** As text that matches; the reason says what is expected. */
  textLike(pattern: RegExp, expected: string): string | undefined {
    const text = this.text();
    return text === undefined || pattern.test(text) ? text : this.refuse(`expected ${expected}, found ${quoted(text)}`);
  }

  /** As one of the words. */
  choice<T extends string>(choices: readonly T[]): T | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    return choices.find((choice) => choice === text) ??
      this.refuse(`expected one of ${choices.join(", ")}; found ${quoted(text)}`);
  }

  /** As true or false. */
  boolean(): boolean | undefined {
    if (this.isMissing || typeof this.#value === "boolean") return this.#value as boolean | undefined;
    return this.#wrongType("true or false");
  }

  /** As a whole number of that range, the ends included. */
  integer(min: number, max: number): number | undefined {
    if (this.isMissing) return undefined;
    if (typeof this.#value !== "number" && typeof this.#value !== "bigint") return this.#wrongType("number");
    const isWhole = typeof this.#value === "bigint" || Number.isInteger(this.#value);
    if (isWhole && this.#value >= min && this.#value <= max) return Number(this.#value);
    return this.refuse(`expected a whole number from ${min} to ${max}, found ${this.#value}`);
  }

  /** As a list. */
  items(): Setting[] | undefined {
    if (this.isMissing) return undefined;
    if (!Array.isArray(this.#value)) return this.#wrongType("list");
    return this.#value.map((item, index) => new Setting(item, `${this.place}[${index}]`, this.#report));
  }

  /** As an object, member by member. */
  members(): Map<string, Setting> | undefined {
    if (this.isMissing) return undefined;
    if (typeName(this.#value) !== "object") return this.#wrongType("object");
    return new Map(Object.entries(this.#value as object).map(([key, value]) => [key, this.#member(key, value)]));
  }

  /** As an object of which only these members are read; another is reported. */
  knownMembers<T extends string>(names: readonly T[]): Record<T, Setting> | undefined {
    const members = this.members();
    for (const [name, member] of members ?? []) {
      if (!names.some((known) => known === name)) {
        this.#report("SettingUnknown", member.place, `nothing reads it; known are ${names.join(", ")}`);
      }
    }
    return members && this.membersNamed(names);
  }

  /** As an object of which only these members are read; others are ignored. */
  membersNamed<T extends string>(names: readonly T[]): Record<T, Setting> | undefined {
    const members = this.members();
    if (members === undefined) return undefined;
    const entries = names.map((name) => [name, members.get(name) ?? this.#member(name, undefined)]);
    return Object.fromEntries(entries) as Record<T, Setting>;
  }

  /** Reports that the value cannot be. */
  refuse(reason: string): undefined {
    this.#report("SettingValue", this.place, reason);
  }

  #member(key: string, value: unknown): Setting {
    return new Setting(value, `${this.place}${this.place === "" ? "" : "."}${key}`, this.#report);
  }

  #wrongType(expected: string): undefined {
    this.#report("SettingType", this.place, `expected ${expected}, found ${typeName(this.#value)}`);
  }
}

/** What kind of value it is, in a word; the value itself may be a secret. */
function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (value instanceof Uint8Array) return "bytes";
  const names: Record<string, string> = { string: "text", bigint: "number" };
  return names[typeof value] ?? typeof value;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text);
}
