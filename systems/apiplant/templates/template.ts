/** Definitions that come with the server. */
import type { ModelDefinition } from "../model/definition.ts";

/** Models that belong together. */
export interface Template {
  /** Its word on the command line. */
  readonly name: string;
  readonly models: readonly Omit<ModelDefinition, "version">[];
}
