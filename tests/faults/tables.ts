/**
 * The tables of faults: what each row says, in either form.
 *
 * @module
 */

/** The drivers that have a column of their own, in their order. */
export const DRIVERS = ["SQLite", "PostgreSQL", "Redis", "DuckDB"] as const;

/** A cell of a driver: tests, or the reason why the kind cannot occur there. */
export type DriverCell = { tests: string[] } | { cannot: string };

/** A row of a table. */
export interface FaultRow {
  /** The kind of a fault. */
  kind: string;
  /** The names of the tests that would see it again. */
  tests: string[];
  /** The cells of the drivers, in a table that has them. */
  drivers: ReadonlyMap<string, DriverCell> | null;
}

const DRIVER_HEADER = `| kind | ${DRIVERS.join(" | ")} |`;

/**
 * The rows of all tables of a document.
 *
 * @throws {Error} for a row with another number of cells, and a driver's cell that says nothing.
 */
export function rowsOf(markdown: string): FaultRow[] {
  const rows: FaultRow[] = [];
  let isOfDrivers = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("| kind |")) isOfDrivers = line === DRIVER_HEADER;
    else if (line.startsWith("| ")) rows.push(isOfDrivers ? driverRow(line) : plainRow(line));
  }
  return rows;
}

function plainRow(line: string): FaultRow {
  const cells = cellsOf(line, ["kind", "siblings looked at", "tests"]);
  return { kind: cells[0]!, tests: namesIn(cells[2]!), drivers: null };
}

function driverRow(line: string): FaultRow {
  const [kind, ...cells] = cellsOf(line, ["kind", ...DRIVERS]);
  const drivers = new Map(DRIVERS.map((driver, i) => [driver, driverCell(driver, cells[i]!)]));
  const tests = [...drivers.values()].flatMap((cell) => "tests" in cell ? cell.tests : []);
  return { kind: kind!, tests, drivers };
}

function driverCell(driver: string, cell: string): DriverCell {
  const [, reason] = /^cannot: (.+)$/.exec(cell) ?? [];
  if (reason !== undefined) return { cannot: reason };
  const tests = namesIn(cell);
  if (tests.length > 0) return { tests };
  throw new Error(`Expected tests of ${driver}, or "cannot: reason", found ${cell}`);
}

function cellsOf(line: string, names: readonly string[]): string[] {
  const cells = line.replace(/^\| | \|$/g, "").split(" | ");
  if (cells.length === names.length) return cells;
  throw new Error(`Expected the cells ${names.join(", ")}: ${line}`);
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}
