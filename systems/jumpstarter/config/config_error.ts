/**
 * A configuration that cannot be used.
 *
 * @module
 */

/** What is wrong with a configuration file, with the place in it. */
export class ConfigError extends Error {
  /** The class's name. */
  override readonly name = "ConfigError";
  /** For programs. */
  readonly code = "ConfigInvalid";

  /** @param place Where: a path of keys such as `export.power.config.url`; empty for the file. */
  constructor(readonly place: string, problem: string, options?: ErrorOptions) {
    super(place === "" ? problem : `${place}: ${problem}`, options);
  }
}
