/**
 * Loads the driver that a module exports.
 *
 * @module
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Driver } from "../driver.ts";
import { UsageError } from "./command_line.ts";

/** The driver of a module, or why the module could not be imported. */
export type Loaded = { driver: Driver } | { failure: string; hasEnded: boolean };

/**
 * Imports a module.
 *
 * @param file A path, or an address such as `jsr:@me/driver`.
 * @throws {UsageError} for a file that is missing or may not be read, and a module that exports no driver.
 */
export async function loadDriver(file: string): Promise<Loaded> {
  const address = /^[a-z][a-z0-9+.-]+:/i.test(file) ? file : await addressOf(file);
  let module: Record<string, unknown>;
  const { exit } = Deno;
  Deno.exit = (code) => {
    throw new EndedProcess(`it ended the process with exit code ${code ?? Deno.exitCode}`);
  };
  try {
    module = await import(address);
  } catch (error) {
    if (error instanceof EndedProcess) return { failure: error.message, hasEnded: true };
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error), hasEnded: false };
  } finally {
    Deno.exit = exit;
  }
  for (const candidate of [module["driver"], module["default"]]) {
    if (isDriver(candidate)) return { driver: candidate };
  }
  throw new UsageError(`${file} exports no driver: export what defineDriver returns as driver, or as the default`);
}

/** A module called `Deno.exit`: one that serves on import reads the check's command line, and rejects it. */
class EndedProcess extends Error {}

async function addressOf(file: string): Promise<string> {
  try {
    if ((await Deno.stat(file)).isFile) return pathToFileURL(resolve(file)).href;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new UsageError(`${file} does not exist`);
    if (error instanceof Deno.errors.NotCapable) throw new UsageError(`${file} may not be read: give --allow-read`);
    throw error;
  }
  throw new UsageError(`${file} is not a file`);
}

/** Checks the shape, not the class: the driver may come from another copy of the SDK. */
function isDriver(value: unknown): value is Driver {
  if (typeof value !== "object" || value === null) return false;
  const { definition, metadata, formDefinition } = value as Partial<Record<keyof Driver, unknown>>;
  return [definition, metadata, formDefinition].every((part) => typeof part === "object" && part !== null);
}
