/**
 * The flags of a driver by name, and what DBFlux makes of them.
 *
 * @module
 */
import { SCHEMA } from "@fluxwire/wire";

/** A flag that a driver has set. */
export interface ShownFlag {
  /** Its name; `bit 61` for a bit that no release names. */
  name: string;
  /** What users of DBFlux get by it; null if it is only listed on the page Settings, Drivers. */
  makes: string | null;
}

/**
 * What DBFlux 0.4 to 0.7 shows or offers because of a flag. Its windows do not look at other flags: cells are edited, pages
 * turned and rows exported by what the driver answers.
 */
const MAKES: Readonly<Record<string, string>> = {
  MULTIPLE_DATABASES: "A choice of databases above the query editor",
  SCHEMAS: "A choice of schemas above the query editor",
  FOREIGN_KEYS: "View Relationships, in the menu of a table of a relational driver",
  KV_SCAN: "Keyspaces that open; no key can be reached without it",
  ROUTINES: "A folder of routines; external drivers cannot fill it",
  METRIC_CATALOG: "A folder of metrics; external drivers cannot fill it",
  DASHBOARD_IMPORT: "Import Dashboard, in the command palette; external drivers cannot answer it",
  CHART_AUTHORING: "The folders Dashboards and Saved Charts",
  INSTANCE_METRICS: "Instance Overview and Instance Metrics; external drivers cannot fill them",
  INSTANCE_INSPECTOR: "Instance Overview and Instance Inspectors; external drivers cannot fill them",
  TRUNCATE_TABLE: "Truncate before the import, in the wizards of 0.7",
  DISABLE_FK_CHECKS: "Import without checks of foreign keys, in the wizards of 0.7",
};

/** The flags that are set, by bit. */
export function shownFlags(bits: bigint): ShownFlag[] {
  const definition = SCHEMA["DriverCapabilities"]!;
  if (!("flags" in definition)) throw new TypeError("DriverCapabilities is not a set of flags");
  const names = new Map(definition.flags.map(({ bit, name }) => [bit, name]));
  return Array.from({ length: definition.bits }, (_, bit) => bit).flatMap((bit) => {
    if ((bits >> BigInt(bit) & 1n) === 0n) return [];
    const name = names.get(bit) ?? `bit ${bit}`;
    return [{ name, makes: MAKES[name] ?? null }];
  });
}

/** The flags in lines of a name and what it makes; those that are only listed share the last one. */
export function flagRows(bits: bigint): [name: string, makes: string][] {
  const flags = shownFlags(bits);
  const made = flags.flatMap(({ name, makes }): [string, string][] => makes === null ? [] : [[name, makes]]);
  const listed = flags.filter(({ makes }) => makes === null).map(({ name }) => name);
  return listed.length === 0 ? made : [...made, ["only listed", listed.join(", ")]];
}
