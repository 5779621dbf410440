/**
 * The databases of a session: tables with their rows in memory, and what describes them.
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
  /** What it gets where nothing is given; null for NULL. */
  defaultValue: string | null;
  /** The values that it may have, where they are listed. */
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
  /** Where its columns point to. */
  foreignKeys: readonly ForeignKeyInfo[];
  /** Its indexes, the primary key's among them. */
  indexes: readonly Omit<SchemaIndexInfo, "tableName">[];
  /** Its other constraints. */
  constraints: readonly ConstraintInfo[];
}

/** One database. */
export interface Database {
  /** Its tables. */
  tables: readonly Table[];
  /** Its views: names and the statements behind them. */
  views: Readonly<Record<string, string>>;
  /** The types that users defined. */
  types: readonly CustomTypeInfo[];
}

/** What a session works on: several databases, one of them current. */
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

  /** A database by its name; the current one without. */
  database(name: string | null = null): Database {
    return this.#databases.get(name ?? this.#current) ?? missing("database", name!);
  }

  /** Where a table or view is: `shop.orders` says it, otherwise it is in the named database, or in the current one. */
  place(name: string, database: string | null = null): { name: string; database: Database } {
    const [prefix, rest] = name.split(".", 2);
    return rest !== undefined && this.#databases.has(prefix!)
      ? { name: rest, database: this.database(prefix) }
      : { name, database: this.database(database) };
  }

  /** A table by its name, which may have its database's before it. */
  table(fullName: string, databaseName: string | null = null): Table {
    const { name, database } = this.place(fullName, databaseName);
    return database.tables.find((one) => one.name === name) ?? missing("table", fullName);
  }

  /**
   * A table whose rows are to change.
   *
   * @throws {DriverError} `Driver` where the session is read-only.
   */
  writable(name: string, database: string | null = null): Table {
    if (this.isReadOnly) throw new DriverError("Driver", `Cannot write ${name}: the session is read-only`);
    return this.table(name, database);
  }

  /**
   * Adds a table to the current database.
   *
   * @throws {DriverError} `Driver` for a name that is taken, and where the session is read-only.
   */
  create(table: Table): void {
    const { name } = table, database = this.database();
    if (this.isReadOnly) throw new DriverError("Driver", `Cannot create ${name}: the session is read-only`);
    if (database.tables.some((one) => one.name === name) || Object.hasOwn(database.views, name)) {
      throw new DriverError("Driver", `Cannot create ${name}: there is one of that name`);
    }
    database.tables = [...database.tables, table];
  }

  /** Removes a table, as {@link writable} finds it. */
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

/** The place of a column among the cells of a row. */
export function columnIndex(table: Pick<Table, "name" | "columns">, name: string): number {
  const index = table.columns.findIndex((column) => column.name === name);
  return index === -1 ? missing("column", `${table.name}.${name}`) : index;
}

/** Says that something is not there. */
export function missing(what: string, name: string): never {
  throw new DriverError("Driver", `No such ${what}: ${name}`);
}
