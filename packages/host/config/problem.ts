/**
 * What is wrong with a configuration: a list of problems with their places, not only the first one.
 *
 * @module
 */

/**
 * Every code of a problem: the file cannot be read, or is neither JSON nor a database of DBFlux; and of a setting: it is
 * missing, has another type than it must have, an invalid value, or an unknown name; and of a service: its
 * socket has been taken by an earlier one.
 */
export const CONFIG_PROBLEM_CODES = [
  "ConfigUnreadable",
  "ConfigMalformed",
  "SettingMissing",
  "SettingType",
  "SettingValue",
  "SettingUnknown",
  "ServiceDuplicate",
] as const;

/** What is wrong in one place. */
export type ConfigProblemCode = typeof CONFIG_PROBLEM_CODES[number];

/** One thing that is wrong with a configuration. Never has the value of a variable of a service in it. */
export interface ConfigProblem {
  /** What is wrong. */
  code: ConfigProblemCode;
  /** The path of the file. */
  file: string;
  /**
   * Where in the file: `rpc_services[2].args[0]`, `line 3, column 5`, or `cfg_service_args["planets.sock", 0].value` with
   * a row's key; empty for the file as a whole.
   */
  place: string;
  /** The expected and the found value, or the remedy: `expected text, found a number`. */
  reason: string;
  /** The service that the problem makes unusable; null if none is named, or none is lost. */
  socketId: string | null;
}

/** A problem in one line: file, place and reason. */
export function problemText({ file, place, reason }: ConfigProblem): string {
  return [file, place, reason].filter((part) => part !== "").join(": ");
}

/** Every code of a {@link ConfigError}, beside those of problems. */
export const SERVICE_LOOKUP_CODES = ["ConfigNotFound", "UnknownService", "ServiceUnusable"] as const;

/**
 * Why a service of the configuration cannot be used: there is no configuration, none of that name, it is of no use here,
 * or the code of the first problem that it has.
 */
export type ConfigErrorCode = typeof SERVICE_LOOKUP_CODES[number] | ConfigProblemCode;

/** The configuration lacks a usable service of that name. */
export class ConfigError extends Error {
  /** The class's name. */
  override readonly name = "ConfigError";

  /**
   * An error of looking up a service.
   *
   * @param code Why.
   * @param message What was looked for, where, and the remedy.
   */
  constructor(readonly code: ConfigErrorCode, message: string) {
    super(message);
  }
}
