/** Making a configuration of its file. */
import { nearest } from "../model/nearest.ts";
import { type Config, ConfigError, type Role, type Settings } from "./config.ts";
import { type Environment, expand } from "./expand.ts";
import { type Key, KEYS, type Section, type Sections, STORAGE_SECTIONS, tomlName } from "./keys.ts";
import { parseToml, type Toml, type TomlTable, TomlTextError } from "./toml.ts";

/** A configuration, with its warnings. */
export interface ReadConfig {
  readonly config: Config;
  /** One for each key that is not known. */
  readonly warnings: readonly string[];
  /** The keys of storages whose values come from the environment, such as `driver-event-storage.url`. */
  readonly expanded: ReadonlySet<string>;
}

/** The name of the file that is read if no other is given. */
export const CONFIG_FILE = "config.toml";

/**
 * The configuration of a text of TOML; an empty text gives all defaults.
 *
 * @param file The name that messages give it.
 * @throws {ConfigError} With every problem.
 */
export function readConfig(source: string, file: string, env: Environment): ReadConfig {
  return new ConfigReader(parsed(source, file), env).read();
}

function parsed(source: string, file: string): TomlTable {
  try {
    return parseToml(source);
  } catch (error) {
    if (!(error instanceof TomlTextError)) throw error;
    throw new ConfigError([`${file}, ${error.message}`]);
  }
}

class ConfigReader {
  readonly problems: string[] = [];
  readonly warnings: string[] = [];
  readonly expanded = new Set<string>();

  constructor(readonly table: TomlTable, readonly env: Environment) {}

  read(): ReadConfig {
    this.#warnOfSections();
    const server = this.#section("server"), tls = this.#section("server.tls");
    const auth = this.#section("auth"), oidc = this.#section("auth.oidc");
    const config: Config = {
      server: { ...server, tls: tls.cert === "" ? null : tls },
      drivers: this.#section("drivers"),
      storage: {
        secure: this.#settings("secure"),
        event: this.#settings("event"),
        model: this.#settings("model"),
        error: this.#settings("error"),
      },
      plugins: this.#section("plugins"),
      hooks: this.#section("hooks"),
      auth: { mode: auth.mode, oidc: oidc.issuer === "" ? null : oidc },
      limits: this.#section("limits"),
      webhooks: this.#section("webhooks"),
      files: this.#section("files"),
    };
    if ((tls.cert === "") !== (tls.key === "")) {
      this.problems.push("server.tls: needs both `cert` and `key`, or neither");
    }
    if ((oidc.issuer === "") !== (oidc.audience === "")) {
      this.problems.push("auth.oidc: needs both `issuer` and `audience`, or neither");
    }
    if (this.problems.length > 0) throw new ConfigError(this.problems);
    return { config, warnings: this.warnings, expanded: this.expanded };
  }

  #warnOfSections(): void {
    const known = [
      ...new Set(Object.keys(KEYS).map((name) => name.split(".")[0]!)),
      ...Object.values(STORAGE_SECTIONS),
    ];
    for (const name of Object.keys(this.table)) if (!known.includes(name)) this.#warn(name, known);
  }

  #warn(path: string, known: readonly string[]): void {
    const close = nearest(path.split(".").at(-1)!, known);
    this.warnings.push(`${path}: is not a known key${close === null ? "" : `: did you mean ${close}?`}`);
  }

  #section<S extends Section>(section: S): Sections[S] {
    const keys = Object.entries(KEYS[section] as Readonly<Record<string, Key>>), table = this.#table(section);
    const names = keys.map(([key]) => tomlName(key));
    const inner = Object.keys(KEYS).filter((name) => name.startsWith(`${section}.`)).map((name) => name.split(".")[1]!);
    const long = section === "drivers" ? names.map((role) => `${role}-storage`) : [];
    for (const name of Object.keys(table)) {
      if (![...names, ...inner, ...long].includes(name)) this.#warn(`${section}.${name}`, [...names, ...inner]);
    }
    const values = keys.map(([key, one]) => [key, this.#value(section, tomlName(key), one, table)]);
    return Object.fromEntries(values) as Sections[S];
  }

  #value(section: string, name: string, { kind, fallback }: Key, table: TomlTable): unknown {
    const path = `${section}.${name}`, long = section === "drivers" ? table[`${name}-storage`] : undefined;
    if (long !== undefined && table[name] !== undefined && long !== table[name]) {
      this.problems.push(`${path}: is given twice, also as ${name}-storage: give one`);
    }
    const given = table[name] ?? long;
    const value = given === undefined ? fallback : this.#expand(path, given, section !== "server.tls");
    const read = value === undefined ? undefined : kind.read(value);
    if (read === undefined && value !== undefined) this.problems.push(`${path}: must be ${kind.wanted}`);
    return read;
  }

  #table(section: string): TomlTable {
    let table: Toml | undefined = this.table;
    for (const name of section.split(".")) table = isTable(table) ? table[name] : undefined;
    if (table === undefined) return {};
    if (isTable(table)) return table;
    this.problems.push(`${section}: must be a table: [${section}]`);
    return {};
  }

  #settings(role: Role): Settings {
    const section = STORAGE_SECTIONS[role];
    return (this.#expand(section, this.#table(section), role === "secure") ?? {}) as Settings;
  }

  /** A value with its variables put in; `undefined` if a variable has no value. */
  #expand(path: string, value: Toml, refuseSecure: boolean): Toml | undefined {
    if (typeof value === "string") {
      const { text, used, missing } = expand(value, this.env);
      if (used) this.expanded.add(path);
      for (const name of missing) {
        this.problems.push(`${path}: the environment has no ${name}: set it, or write \${${name}:-default}`);
      }
      if (refuseSecure && text.startsWith("secure:")) {
        this.problems.push(
          `${path}: must not come from secure storage: only keys of the event, model and error storages and of server.tls can`,
        );
      }
      return missing.length > 0 ? undefined : text;
    }
    if (Array.isArray(value)) {
      const items = value.map((one: Toml) => this.#expand(path, one, refuseSecure));
      return items.includes(undefined) ? undefined : items as Toml[];
    }
    if (!isTable(value)) return value;
    const members = Object.entries(value).map((
      [name, one],
    ) => [name, this.#expand(`${path}.${name}`, one, refuseSecure) ?? ""]);
    return Object.fromEntries(members);
  }
}

function isTable(value: Toml | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}
