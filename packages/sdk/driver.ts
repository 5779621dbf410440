/**
 * A driver: what it is, which form its connections need, and how a session is opened.
 *
 * @module
 */
import type { DriverFormDef, DriverMetadata, SchemaLoadingStrategy } from "@fluxwire/wire";
import type { ConnectionProfile } from "@fluxwire/wire/server";
import { chosenFlags, type FlagChanges } from "./flags.ts";
import type { Form } from "./form.ts";
import type { BuiltInMappings } from "./from_built_in.ts";
import { type Identity, toMetadata } from "./metadata.ts";
import type { Log } from "./log.ts";
import type { PeerInfo } from "./methods/context.ts";
import type { Session } from "./methods/session.ts";
import { methodsThere, type SessionMethods } from "./session_methods.ts";
import { checkLimitField } from "./statement_limit.ts";

/** What opening a session gets. */
export interface OpenRequest<V> {
  /** The form's values, valid and typed. */
  values: V;
  /** The value of the field with the id `password`; null where there is none. */
  password: string | null;
  /** The secret of an SSH tunnel; null where there is none. */
  sshSecret: string | null;
  /** The whole profile. */
  profile: ConnectionProfile;
  /** Aborted when the host gives up or the driver stops. */
  signal: AbortSignal;
  /** Who is calling. */
  peer: PeerInfo;
  /** For the driver's own log lines. */
  log: Log;
}

/** What an author declares. */
export interface DriverDefinition<V> extends Identity {
  /** What a connection needs to know. */
  form: Form<V>;
  /**
   * When the host asks for the schema of a database.
   *
   * @default {"SingleDatabase"}
   */
  schemaLoadingStrategy?: SchemaLoadingStrategy;
  /**
   * What differs from the parts of a schema that a session's methods list, by the names of
   * `fluxwire probe describe SchemaFeatures`; or all of them, as bits.
   */
  schemaFeatures?: number | FlagChanges;
  /**
   * What differs from the statements that a session's list of `codeGenerators` makes, by the names of
   * `fluxwire probe describe CodeGenCapabilities`; or all of them, as bits.
   */
  codeGenCapabilities?: number | FlagChanges;
  /**
   * Whether {@link serve} keeps the last values with which each connection was opened, and uses them where DBFlux gives
   * none: it loses the values of external drivers when it restarts. Secrets are never kept. Needs `--allow-read` and
   * `--allow-write` of the driver's state folder; without them the log says which flag is missing.
   *
   * @default {false}
   */
  remember?: boolean;
  /**
   * The methods that sessions can have, as names or as the class that {@link open} makes: DBFlux's settings show what
   * follows from them before any session is open. A session may have fewer.
   *
   * @default {none: only what follows from form and metadata is shown}
   */
  methods?: SessionMethods;
  /**
   * The number field with the seconds that a request of a session may run; its signal is then aborted, and it is
   * answered with `Timeout`. Empty and 0 mean no limit. {@link field.statementTimeout} is such a field.
   *
   * After a click on Cancel, the window of DBFlux draws nothing until the driver answers: give every driver that can run
   * long statements such a limit.
   *
   * @default {no limit but the host's}
   */
  statementTimeoutField?: NoInfer<keyof V & string>;
  /**
   * How the configuration of a driver that is built into DBFlux becomes values of the form, for a host that sends one:
   * `{ SQLite: ({ path }) => ({ path }) }`. A blank one, as DBFlux sends after a restart, is never mapped: it gets the
   * remembered values, or an answer that says what to do.
   *
   * @default {none: such a configuration is refused}
   */
  fromBuiltIn?: BuiltInMappings<NoInfer<keyof V & string>>;
  /** Opens a session. What it throws is what the user sees, if it is a DriverError. */
  open(request: OpenRequest<V>): Session | Promise<Session>;
}

/** A declared driver, ready to be served. */
export interface Driver {
  /** What was declared. */
  readonly definition: DriverDefinition<unknown>;
  /** What the host shows and obeys. */
  readonly metadata: DriverMetadata;
  /** The form as it goes over the wire. */
  readonly formDefinition: DriverFormDef;
}

/**
 * Declares a driver.
 *
 * @throws {TypeError} for an id that is empty or has spaces, for the name of a flag or method that does not exist, and for
 *   a `statementTimeoutField` that is no number field of the form.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { defineDriver, field, form } from "@fluxwire/sdk";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({ greeting: field.text("Greeting", { default: "Hello" }) }),
 *   open: ({ values }) => ({ execute: ({ sql }) => ({ rows: [{ answer: `${values.greeting}, ${sql}` }] }) }),
 * });
 * strictEqual(driver.metadata.displayName, "Echo");
 * ```
 */
export function defineDriver<V>(definition: DriverDefinition<V>): Driver {
  if (!/^[^\s]+$/.test(definition.id)) {
    throw new TypeError(`Cannot define driver: id ${JSON.stringify(definition.id)} is empty or has spaces`);
  }
  chosenFlags("SchemaFeatures", definition.schemaFeatures, []);
  chosenFlags("CodeGenCapabilities", definition.codeGenCapabilities, []);
  checkLimitField(definition.form, definition.statementTimeoutField);
  const { methods } = definition;
  return {
    definition: definition as DriverDefinition<unknown>,
    metadata: toMetadata(definition, definition.form.definition, methods === undefined ? null : methodsThere(methods)),
    formDefinition: definition.form.definition,
  };
}
