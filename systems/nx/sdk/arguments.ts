/**
 * The command line of a driver, as every host gives it.
 *
 * @module
 */

/** What a driver is started with. */
export interface DriverArguments {
  /** The id of its device. */
  readonly deviceId: string;
  /** The file with its configuration. */
  readonly configPath: string;
}

/** A driver was started in the wrong way. */
export class ArgumentError extends Error {
  /** The class's name. */
  override readonly name = "ArgumentError";
}

/**
 * Reads `-device_id ID -config FILE`, with one dash or two, and values behind a blank or a `=`. Other arguments are the
 * driver's own.
 *
 * @param deviceId Stands in for a missing `-device_id`.
 * @throws {ArgumentError} if one is missing.
 */
export function driverArguments(args: readonly string[], deviceId: string | undefined): DriverArguments {
  const found = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const [, name, inline] = /^--?(device_id|config)(?:=(.*))?$/s.exec(args[i]!) ?? [];
    if (name === undefined) continue;
    const value = inline ?? args[++i];
    if (value !== undefined) found.set(name, value);
  }
  const id = found.get("device_id") ?? deviceId, config = found.get("config");
  if (!id) throw new ArgumentError("missing -device_id");
  if (!config) throw new ArgumentError("missing -config");
  return { deviceId: id, configPath: config };
}
