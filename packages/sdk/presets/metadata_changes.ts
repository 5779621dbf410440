/**
 * Metadata as changes to a preset.
 *
 * @module
 */
import type {
  DdlCapabilities,
  DriverLimits,
  DriverMetadata,
  MutationCapabilities,
  QueryCapabilities,
  SyntaxInfo,
  TransactionCapabilities,
} from "@fluxwire/wire";

/** The parts of metadata that describe a database's abilities. */
export interface MetadataParts {
  /** The syntax of identifiers, texts and parameters. */
  syntax: SyntaxInfo;
  /** The abilities of queries. */
  query: QueryCapabilities;
  /** The abilities of writes. */
  mutation: MutationCapabilities;
  /** The definitions that can be changed. */
  ddl: DdlCapabilities;
  /** The abilities of transactions. */
  transactions: TransactionCapabilities;
  /** The limits of the database. */
  limits: DriverLimits;
}

/**
 * A driver's changes to a preset. Parts that the driver names are sent, and members that it leaves out have the
 * preset's values: `ddl: {}` sends the preset's own part. Parts that it does not name are not sent, and the host offers
 * nothing that depends on them.
 */
export type MetadataChanges =
  & Omit<Partial<DriverMetadata>, keyof MetadataParts>
  & { [P in keyof MetadataParts]?: Partial<MetadataParts[P]> };

/** The metadata of a preset with changes. */
export function withChanges(preset: MetadataParts, changes: MetadataChanges): Partial<DriverMetadata> {
  const parts = (Object.keys(preset) as (keyof MetadataParts)[]).filter((part) => changes[part] !== undefined);
  const merged: Partial<MetadataParts> = Object.fromEntries(
    parts.map((part) => [part, { ...preset[part], ...changes[part] }]),
  );
  return { ...changes, ...merged } as Partial<DriverMetadata>;
}
