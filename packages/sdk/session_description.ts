/**
 * What a host is told of a session that is open, before it is made to fit the host's layout.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { generatedStatements, schemaFeatures } from "./capabilities.ts";
import type { Driver } from "./driver.ts";
import { chosenFlags } from "./flags.ts";
import { toMetadata } from "./metadata.ts";
import type { Session } from "./methods/session.ts";

/** What follows from a driver and the methods of its session. */
export interface SessionDescription {
  /** The metadata that the host obeys from now on (PROTOCOL.md#sessions). */
  metadata: DriverMetadata;
  /** Which parts of a schema it lists, as bits. */
  schemaFeatures: number;
  /** Which statements it generates, as bits. */
  codeGenCapabilities: number;
}

/** Tells of an open session. */
export function describeSession({ definition, formDefinition }: Driver, session: Session): SessionDescription {
  const statements = generatedStatements(session);
  return {
    metadata: toMetadata(definition, formDefinition, session),
    schemaFeatures: Number(chosenFlags("SchemaFeatures", definition.schemaFeatures, schemaFeatures(session))),
    codeGenCapabilities: Number(chosenFlags("CodeGenCapabilities", definition.codeGenCapabilities, statements)),
  };
}
