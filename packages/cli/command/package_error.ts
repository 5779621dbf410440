/**
 * A verb lacks a package that comes from a registry.
 *
 * @module
 */
import { CommandError, EXIT } from "@fluxwire/command";

const HINT =
  "run it once while the npm registry can be reached, or name one by NPM_CONFIG_REGISTRY; other verbs need none";

/** A package that could not be fetched: exit code 2. */
export class PackageError extends CommandError {
  /** The class's name. */
  override readonly name = "PackageError";
  /** The one code of this class. */
  declare readonly code: "PackageMissing";

  /** @param message Which package, and why not. */
  constructor(message: string) {
    super("PackageMissing", message, EXIT.unreachable, { hint: HINT });
  }
}
