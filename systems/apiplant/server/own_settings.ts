/** The settings of a storage's kind. */
import { resolve } from "node:path";
import type { Setting, Settings } from "../config/config.ts";
import { byteCount, milliseconds } from "../config/units.ts";
import { ServerError } from "./exit.ts";

/** Reads settings one by one; those that nothing has read are unknown. */
export class OwnSettings {
  readonly #section: string;
  readonly #settings: Settings;
  readonly #read = new Set<string>();

  /** `section` is the name that messages give them. */
  constructor(section: string, settings: Settings) {
    this.#section = section;
    this.#settings = settings;
  }

  /** A text, or the default. */
  text(name: string, otherwise: string): string {
    const value = this.#value(name);
    if (value === undefined) return otherwise;
    if (typeof value !== "string") throw this.#wrong(name, value, "a text");
    return value;
  }

  /** A text, or `null`. */
  optional(name: string): string | null {
    return this.#value(name) === undefined ? null : this.text(name, "");
  }

  /** The absolute path of a file or folder. */
  path(name: string, otherwise: string): string {
    return resolve(this.text(name, otherwise));
  }

  /** One of several words. */
  choice<const Word extends string>(name: string, words: readonly Word[], otherwise: Word): Word {
    const value = this.#value(name) ?? otherwise;
    const word = words.find((one) => one === value);
    if (word === undefined) throw this.#wrong(name, value, `one of ${words.join(", ")}`);
    return word;
  }

  /** A duration, such as `"250ms"`, or a number of milliseconds. */
  milliseconds(name: string, otherwise: number): number {
    return this.#unit(name, otherwise, milliseconds, 'a duration, such as "250ms"');
  }

  /** A size, such as `"64MiB"`, or a number of bytes. */
  bytes(name: string, otherwise: number): number {
    return this.#unit(name, otherwise, byteCount, 'a size, such as "64MiB"');
  }

  /** A size, or `null`. */
  bytesOrNull(name: string): number | null {
    return this.#value(name) === undefined ? null : this.bytes(name, 1);
  }

  /** An integer between two bounds, or `null`. Variables of the environment are texts, so digits count. */
  integer(name: string, min: number, max: number): number | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= min && number <= max) return number;
    throw this.#wrong(name, value, `an integer from ${min} to ${max}`);
  }

  /** A list of texts, or `null`. */
  texts(name: string): readonly string[] | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    throw this.#wrong(name, value, "a list of texts");
  }

  /** A table of texts, or an empty one; numbers, `true` and `false` count as their texts. */
  table(name: string): Readonly<Record<string, string>> {
    const value = this.#value(name) ?? {};
    const isTable = typeof value === "object" && !Array.isArray(value);
    if (!isTable || Object.values(value).some((one) => typeof one === "object")) {
      throw this.#wrong(name, value, "a table of texts");
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
  }

  /** All settings that nothing has read yet, which are then read. */
  rest(): Settings {
    const rest = this.unread;
    for (const name of rest) this.#read.add(name);
    return Object.fromEntries(rest.map((name) => [name, this.#settings[name]!]));
  }

  /** The names that nothing has read. */
  get unread(): readonly string[] {
    return Object.keys(this.#settings).filter((name) => !this.#read.has(name));
  }

  #unit(name: string, otherwise: number, parse: (value: unknown) => number | null, wanted: string): number {
    const value = this.#value(name);
    if (value === undefined) return otherwise;
    const number = parse(value);
    if (number === null || number === 0) throw this.#wrong(name, value, wanted);
    return number;
  }

  #value(name: string): Setting | undefined {
    this.#read.add(name);
    return Object.hasOwn(this.#settings, name) ? this.#settings[name] : undefined;
  }

  #wrong(name: string, value: Setting, wanted: string): ServerError {
    const shown = typeof value === "string" || typeof value === "object" ? `a ${typeof value}` : String(value);
    return new ServerError("configuration", `${this.#section}.${name} is ${shown}: it must be ${wanted}`);
  }
}

/** A value that is known to be there. */
export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("A value is missing");
  return value;
}
