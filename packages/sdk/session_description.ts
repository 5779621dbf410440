/**
 * Describes an open session to the host, before the description is fitted to the host's layout.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { generatedStatements, schemaFeatures } from "./capabilities.ts";
import type { Driver } from "./driver.ts";
import { chosenFlags } from "./flags.ts";
import { toMetadata } from "./metadata.ts";
import type { Session } from "./methods/session.ts";

/** The description that follows from a driver and the methods of its session. */
export interface SessionDescription {
  /** The metadata that the host follows from now on (PROTOCOL.md#sessions). */
  metadata: DriverMetadata;
  /** The parts of a schema that it lists, as bits. */
  schemaFeatures: number;
  /** The statements that it generates, as bits. */
  codeGenCapabilities: number;
}

/** Describes an open session. */
export function describeSession({ definition, formDefinition }: Driver, session: Session): SessionDescription {
  const statements = generatedStatements(session);
  return {
    metadata: toMetadata(definition, formDefinition, session),
    schemaFeatures: Number(chosenFlags("SchemaFeatures", definition.schemaFeatures, schemaFeatures(session))),
    codeGenCapabilities: Number(chosenFlags("CodeGenCapabilities", definition.codeGenCapabilities, statements)),
  };
}
