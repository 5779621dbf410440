/**
 * A verb lacks a package that comes from a registry.
 *
 * @module
 */

/** A package that could not be fetched: exit code 2. */
export class PackageError extends Error {
  /** The class's name. */
  override readonly name = "PackageError";
  /** The one code of this class. */
  readonly code = "PackageMissing";
  /** What to do about it. */
  readonly hint =
    "run it once while the npm registry can be reached, or name one by NPM_CONFIG_REGISTRY; other verbs need none";
}
