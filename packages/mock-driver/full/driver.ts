/**
 * The driver of the full scenario: every request that can cross the wire has a useful answer.
 *
 * @module
 */
import {
  type DdlCapabilities,
  defineDriver,
  type Driver,
  DriverError,
  field,
  form,
  type Session,
  sqlMetadata,
} from "@fluxwire/sdk";
import { Random } from "../random.ts";
import { fixtures } from "./fixtures.ts";
import type { MockClock } from "../mock_clock.ts";
import { openFullSession } from "./session.ts";
import { Store } from "./store.ts";

/** The options of the full scenario. */
export interface FullOptions {
  /** The seed of the random values in its fixtures. */
  seed: number;
  /** Its clock. */
  clock: MockClock;
}

/** The password that makes opening a session fail. */
const WRONG_PASSWORD = "wrong";

/** The schema changes that the mini-SQL supports. */
const DDL: DdlCapabilities = {
  supportsCreateDatabase: false,
  supportsDropDatabase: false,
  supportsCreateTable: true,
  supportsDropTable: true,
  supportsAlterTable: false,
  supportsCreateIndex: false,
  supportsDropIndex: false,
  supportsCreateView: false,
  supportsDropView: false,
  supportsCreateTrigger: false,
  supportsDropTrigger: false,
  transactionalDdl: false,
  supportsAddColumn: false,
  supportsDropColumn: false,
  supportsRenameColumn: false,
  supportsAlterColumn: false,
  supportsAddConstraint: false,
  supportsDropConstraint: false,
};

/** The full scenario as a driver. Each session has databases and keys of its own. */
export function fullDriver({ seed, clock }: FullOptions): Driver {
  const storeOf = (isReadOnly: boolean) => new Store(fixtures(new Random(seed)), isReadOnly);
  return defineDriver({
    id: "fluxwire-mock",
    name: "Mock (full)",
    version: "0.1.0",
    description: "Tables and keys in memory",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "mock",
    // All sessions have the same methods.
    methods: Object.keys(openFullSession(storeOf(false), clock)) as (keyof Session)[],
    schemaFeatures: 0b111,
    metadata: sqlMetadata({ deploymentClass: "Embedded", transferFamily: "Sql", ddl: DDL, syntax: {} }),
    form: form({
      server: field.text("Server", { required: true, default: "memory", help: "unreachable makes opening fail" }),
      database: field.text("Database", { default: "shop", help: "shop, plant or empty" }),
      read_only: field.checkbox("Read only"),
      password: field.password("Password", { help: `"${WRONG_PASSWORD}" makes opening fail` }),
    }),
    open: ({ values, password }) => {
      if (values.server === "unreachable") {
        throw new DriverError("Transport", "Connection failed: the server is unreachable, as asked", {
          retriable: true,
        });
      }
      if (password === WRONG_PASSWORD) {
        throw new DriverError("Driver", "Authentication failed: the password is wrong, as asked");
      }
      const store = storeOf(values.read_only);
      store.use(values.database);
      return openFullSession(store, clock);
    },
  });
}
