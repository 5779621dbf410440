/**
 * The databases of a session: tables with their rows in memory, and their descriptions.
 *
 * @module
 */
import type {
  ColumnKind,
  ConstraintInfo,
  CustomTypeInfo,
  ForeignKeyInfo,
  SchemaIndexInfo,
  TableRef,
  Value,
} from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";

/** A column of a table. */
export interface TableColumn {
  /** Its name. */
  name: string;
  /** The name of its type. */
  type: string;
  /** How the host treats its values. */
  kind: ColumnKind;
  /** Whether it may be null. */
  nullable: boolean;
  /** Whether it is part of the primary key. */
  primaryKey: boolean;
  /** Its default; null for NULL. */
  defaultValue: string | null;
  /** Its permitted values, if they are listed. */
  enumValues: string[] | null;
}

/** A table or collection. */
export interface Table {
  /** Its name. */
  name: string;
  /** Its columns, in the order of the cells. */
  columns: readonly TableColumn[];
  /** Its rows. */
  rows: Value[][];
  /** Its foreign keys. */
  foreignKeys: readonly ForeignKeyInfo[];
  /** Its indexes, including the primary key's. */
  indexes: readonly Omit<SchemaIndexInfo, "tableName">[];
  /** Its other constraints. */
  constraints: readonly ConstraintInfo[];
}

/** One database. */
export interface Database {
  /** Its tables. */
  tables: readonly Table[];
  /** Its views: names and their statements. */
  views: Readonly<Record<string, string>>;
  /** Its user-defined types. */
  types: readonly CustomTypeInfo[];
}

/** The databases of a session, one of them current. */
export class Store {
  readonly #databases: ReadonlyMap<string, Database>;
  #current: string;

  /** The first database is the current one. */
  constructor(databases: Readonly<Record<string, Database>>, readonly isReadOnly: boolean = false) {
    this.#databases = new Map(Object.entries(databases));
    this.#current = Object.keys(databases)[0]!;
  }

  /** The current database's name. */
  get current(): string {
    return this.#current;
  }

  /** The names of all databases. */
  get names(): string[] {
    return [...this.#databases.keys()];
  }

  /** Makes a database the current one. */
  use(name: string): void {
    this.database(name);
    this.#current = name;
  }

  /** A database by its name, or the current one. */
  database(name: string | null = null): Database {
    return this.#databases.get(name ?? this.#current) ?? missing("database", name!);
  }

  /** The database and name of a table. `shop.orders` names both; else it is the given or the current database. */
  place(name: string, database: string | null = null): { name: string; database: Database } {
    const [prefix, rest] = name.split(".", 2);
    return rest !== undefined && this.#databases.has(prefix!)
      ? { name: rest, database: this.database(prefix) }
      : { name, database: this.database(database) };
  }

  /** A table by its name, with or without its database's. */
  table(fullName: string, databaseName: string | null = null): Table {
    const { name, database } = this.place(fullName, databaseName);
    return database.tables.find((one) => one.name === name) ?? missing("table", fullName);
  }

  /**
   * A table that is about to change.
   *
   * @throws {DriverError} `Driver` if the session is read-only.
   */
  writable(name: string, database: string | null = null): Table {
    if (this.isReadOnly) throw new DriverError("Driver", `Cannot write ${name}: the session is read-only`);
    return this.table(name, database);
  }

  /**
   * Adds a table to the current database.
   *
   * @throws {DriverError} `Driver` if the name is taken, or the session is read-only.
   */
  create(table: Table): void {
    const { name } = table, database = this.database();
    if (this.isReadOnly) throw new DriverError("Driver", `Cannot create ${name}: the session is read-only`);
    if (database.tables.some((one) => one.name === name) || Object.hasOwn(database.views, name)) {
      throw new DriverError("Driver", `Cannot create ${name}: the name is taken`);
    }
    database.tables = [...database.tables, table];
  }

  /** Removes a table, with the checks of {@link writable}. */
  drop(fullName: string): void {
    const table = this.writable(fullName), { database } = this.place(fullName);
    database.tables = database.tables.filter((one) => one !== table);
  }
}

/**
 * A table's name with the request's schema, where the real client puts the active database
 * (PROTOCOL.md#what-the-real-client-sends).
 */
export function fullName({ schema, name }: TableRef): string {
  return schema ? `${schema}.${name}` : name;
}

/** The index of a column among the cells of a row. */
export function columnIndex(table: Pick<Table, "name" | "columns">, name: string): number {
  const index = table.columns.findIndex((column) => column.name === name);
  return index === -1 ? missing("column", `${table.name}.${name}`) : index;
}

/** Reports a missing object. */
export function missing(what: string, name: string): never {
  throw new DriverError("Driver", `No such ${what}: ${name}`);
}
