/**
 * Reads the connection profile of an OpenSession, which is JSON (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import { SCHEMA } from "../schema.ts";

/** The parts of a profile that drivers need; unknown members are ignored. */
export interface ConnectionProfile {
  /** The profile's uuid. */
  id: string;
  /** The name that the user chose. */
  name: string;
  /** The registration key: `rpc:` and the socket id for an external driver. */
  driverId: string | null;
  /** The kind of configuration: `External` from a form, otherwise that of a built-in driver. */
  configKind: string;
  /** The form's values; null for a built-in configuration. */
  values: ReadonlyMap<string, string> | null;
  /** The configuration as received. */
  config: Readonly<Record<string, unknown>>;
}

/** An invalid profile; the message names the member and its offset in the text. */
export class ProfileError extends Error {
  /** The class's name. */
  override readonly name = "ProfileError";
}

/**
 * Reads a profile.
 *
 * @throws {ProfileError} naming the member, its offset in the text, and what was expected and found.
 */
export function parseProfile(text: string): ConnectionProfile {
  const members = new Members(text, parseJson(text));
  const id = members.string("id");
  if (!/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(id)) throw members.wrong("id", "a uuid", id);
  const name = members.string("name");
  const driverId = members.optionalString("driver_id");
  const [configKind, config] = members.tagged("config");
  if (configKind !== "External") return { id, name, driverId, configKind, values: null, config };
  const external = new Members(text, config, "config.External");
  external.string("kind");
  return { id, name, driverId, configKind, values: external.strings("values"), config };
}

function parseJson(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ProfileError(withoutExcerpt((error as SyntaxError).message));
  }
  if (!isObject(json)) throw new ProfileError(`expected an object, found ${kindOf(json)}, at offset 0`);
  return json;
}

/** The engine's error about invalid JSON, without its excerpt, which may contain a secret. */
function withoutExcerpt(message: string): string {
  return message.replace(/, (\.\.\.)?".*$/s, "");
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The kind of a JSON value, without its content, which may be a secret. */
function kindOf(json: unknown): string {
  if (json === null) return "null";
  if (json === undefined) return "nothing";
  return Array.isArray(json) ? "a list" : typeof json;
}

/** Whether a name is a kind of configuration: a form's, or a built-in driver's. */
function isConfigKind(name: string): boolean {
  const kinds = SCHEMA["DbKind"]!;
  return name === "External" || ("variants" in kinds && kinds.variants.some((variant) => variant.name === name));
}

/** Reads the members of an object; its errors name them. */
class Members {
  readonly #text: string;
  readonly #object: Record<string, unknown>;
  readonly #prefix: string;

  constructor(text: string, object: Record<string, unknown>, prefix = "") {
    this.#text = text;
    this.#object = object;
    this.#prefix = prefix;
  }

  string(key: string): string {
    const value = this.#own(key);
    if (typeof value !== "string") throw this.wrong(key, "text", kindOf(value));
    return value;
  }

  optionalString(key: string): string | null {
    return this.#own(key) === undefined || this.#own(key) === null ? null : this.string(key);
  }

  strings(key: string): Map<string, string> {
    const values = this.#own(key) ?? {};
    if (!isObject(values)) throw this.wrong(key, "an object of texts", kindOf(values));
    const inner = new Members(this.#text, values, this.#path(key));
    return new Map(Object.keys(values).map((name) => [name, inner.string(name)]));
  }

  /** A member that is an object with one key, which names its type. */
  tagged(key: string): [string, Record<string, unknown>] {
    const value = this.#own(key);
    if (!isObject(value)) throw this.wrong(key, "an object", kindOf(value));
    const [name, ...more] = Object.keys(value);
    if (name === undefined || more.length > 0) {
      throw this.wrong(key, "exactly one configuration", `${Object.keys(value).length}`);
    }
    if (!isConfigKind(name)) throw this.wrong(key, "a configuration that exists", `an unknown one`);
    const config = value[name];
    if (!isObject(config)) throw this.wrong(`${key}.${name}`, "an object", kindOf(config));
    return [name, config];
  }

  wrong(key: string, expected: string, found: string): ProfileError {
    const at = this.#text.indexOf(JSON.stringify(key.split(".").at(-1)));
    const where = at === -1 ? `at offset ${this.#text.length}` : `at offset ${at}`;
    return new ProfileError(`member ${this.#path(key)}: expected ${expected}, found ${found}, ${where}`);
  }

  #own(key: string): unknown {
    return Object.hasOwn(this.#object, key) ? this.#object[key] : undefined;
  }

  #path(key: string): string {
    return this.#prefix === "" ? key : `${this.#prefix}.${key}`;
  }
}
