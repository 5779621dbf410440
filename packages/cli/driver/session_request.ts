/**
 * The OpenSession request, from the options of the command line.
 *
 * @module
 */
import { type DriverClient, profileJson, type SessionRequest, sessionRequest } from "@fluxwire/wire/client";
import type { CommandLine } from "../command/args.ts";
import { utf8Text } from "../command/input.ts";
import { UsageError } from "@fluxwire/command";
import { valuesOf } from "../command/form_values.ts";
import { requiredVariable } from "../command/variables.ts";

/**
 * The profile and the secrets for a driver: the form's values, or a whole profile.
 *
 * @throws {UsageError} for a value without a field in the form, and for options that exclude each other.
 */
export function sessionRequestOf(
  args: CommandLine,
  { hello, layout }: Pick<DriverClient, "hello" | "layout">,
  socketId: string,
): SessionRequest {
  const values = valuesOf(args);
  const passwordVariable = args.text("password-env");
  const password = passwordVariable === null ? null : requiredVariable("password-env", passwordVariable);
  const profile = args.text("profile");
  if (profile !== null) {
    if (Object.keys(values).length > 0) {
      throw new UsageError("Cannot use --value with --profile: a profile has its own values");
    }
    return {
      profileJson: wholeProfile(readProfile(profile), (config) => profileJson({ hello, layout, socketId }, config)),
      password,
    };
  }
  try {
    const request = sessionRequest({ hello, layout, socketId, values });
    return { ...request, password: password ?? request.password };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The profile to send. An object whose single member is an object is a built-in configuration, such as
 * `{"SQLite":{"path":"..."}}`, and gets a profile around it (PROTOCOL.md#the-driver-host); the driver judges anything
 * else.
 */
export function wholeProfile(text: string, wrap: (config: unknown) => string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return text;
  const [[name, config] = [], ...others] = Object.entries(json);
  const isConfig = others.length === 0 && name !== "config" && typeof config === "object" && config !== null;
  return isConfig ? wrap(json) : text;
}

function readProfile(text: string): string {
  if (!text.startsWith("@")) return text;
  const path = text.slice(1);
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    throw new UsageError(`Cannot read profile ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  const profile = utf8Text(bytes);
  if (profile === null) throw new UsageError(`Cannot read profile ${path}: it is not UTF-8`);
  return profile;
}
