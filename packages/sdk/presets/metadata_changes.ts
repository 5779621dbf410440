/**
 * Metadata that says only what differs from a preset.
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

/** The parts of metadata that say what a database can do. */
export interface MetadataParts {
  /** How identifiers, texts and parameters are written. */
  syntax: SyntaxInfo;
  /** What queries can do. */
  query: QueryCapabilities;
  /** What writes can do. */
  mutation: MutationCapabilities;
  /** Which definitions can be changed. */
  ddl: DdlCapabilities;
  /** What transactions can do. */
  transactions: TransactionCapabilities;
  /** What the database cannot exceed. */
  limits: DriverLimits;
}

/**
 * What a driver says beside a preset. A part that it names is sent, with the preset's values for all that the driver leaves
 * out: `ddl: {}` is the part as the preset has it. A part that it does not name is not sent: the host then offers nothing
 * that follows from it.
 */
export type MetadataChanges =
  & Omit<Partial<DriverMetadata>, keyof MetadataParts>
  & { [P in keyof MetadataParts]?: Partial<MetadataParts[P]> };

/** The metadata of a preset and what differs from it. */
export function withChanges(preset: MetadataParts, changes: MetadataChanges): Partial<DriverMetadata> {
  const parts = (Object.keys(preset) as (keyof MetadataParts)[]).filter((part) => changes[part] !== undefined);
  const merged: Partial<MetadataParts> = Object.fromEntries(
    parts.map((part) => [part, { ...preset[part], ...changes[part] }]),
  );
  return { ...changes, ...merged } as Partial<DriverMetadata>;
}
