/**
 * A driver: its identity, its connection form, and how a session is opened.
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

/** The argument of {@link DriverDefinition.open}. */
export interface OpenRequest<V> {
  /** The form's values, valid and typed. */
  values: V;
  /** The value of the field with the id `password`; null if absent. */
  password: string | null;
  /** The secret of an SSH tunnel; null if absent. */
  sshSecret: string | null;
  /** The whole profile. */
  profile: ConnectionProfile;
  /** Aborted when the host gives up or the driver stops. */
  signal: AbortSignal;
  /** Who is calling. */
  peer: PeerInfo;
  /** The log for the driver's own lines. */
  log: Log;
}

/** The declaration of a driver. */
export interface DriverDefinition<V> extends Identity {
  /** The form of a connection. */
  form: Form<V>;
  /**
   * When the host asks for the schema of a database.
   *
   * @default {"SingleDatabase"}
   */
  schemaLoadingStrategy?: SchemaLoadingStrategy;
  /**
   * Changes to the flags that follow from a session's methods, by the names that
   * `fluxwire probe describe SchemaFeatures` lists; or all flags as bits.
   */
  schemaFeatures?: number | FlagChanges;
  /**
   * Changes to the flags that follow from a session's list `codeGenerators`, by the names that
   * `fluxwire probe describe CodeGenCapabilities` lists; or all flags as bits.
   */
  codeGenCapabilities?: number | FlagChanges;
  /**
   * Whether {@link serve} keeps the last values of each connection, and uses them if DBFlux sends none: DBFlux loses
   * the values of external drivers when it restarts. Secrets are never kept. Needs `--allow-read` and `--allow-write`
   * for the driver's state folder; without them the log says which flag is missing.
   *
   * @default {false}
   */
  remember?: boolean;
  /**
   * The methods that sessions can have, as names or as the class whose instances {@link open} returns. DBFlux's
   * settings show the capabilities that follow from them before any session is open. A session may have fewer.
   *
   * @default {none: only what follows from form and metadata is shown}
   */
  methods?: SessionMethods;
  /**
   * The number field with the time limit of a request in seconds. After it, the request's signal is aborted and the
   * answer is `Timeout`. Empty and 0 mean no limit. {@link field.statementTimeout} is such a field.
   *
   * After a click on Cancel, DBFlux's window is frozen until the driver answers: give every driver that can run long
   * statements such a limit.
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
  /**
   * Opens a session. The user sees the message of a DriverError that it throws; other errors go to the log only. One process
   * serves many sessions at the same time: what belongs to one is kept in what this returns, not in a module.
   */
  open(request: OpenRequest<V>): Session | Promise<Session>;
}

/** A declared driver, ready to be served. */
export interface Driver {
  /** The declaration. */
  readonly definition: DriverDefinition<unknown>;
  /** The metadata that hosts display and follow. */
  readonly metadata: DriverMetadata;
  /** The form in its wire format. */
  readonly formDefinition: DriverFormDef;
}

/**
 * Declares a driver: what it is called, its form, and how a session is opened. Nothing is opened or started; give the result to
 * `serve`, or to `@fluxwire/sdk/testing` in a test.
 *
 * @throws {TypeError} for an id that is empty or has spaces, for the name of a flag or method that does not exist, and
 *   for a `statementTimeoutField` that is no number field of the form.
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
