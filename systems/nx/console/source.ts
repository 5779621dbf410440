/**
 * Makes the source of `fluxwire console --nx [CONTROL]`.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { ConsoleSource } from "@fluxwire/console";
import { defaultControlPath } from "@fluxwire/supervise";
import { basename, resolve } from "node:path";
import { NxSource } from "./nx_source.ts";

/** What the source is made of. */
export interface NxRequest {
  /** Its id in addresses. */
  readonly id: string;
  /** The host's control socket; empty for the one of this user. */
  readonly value: string;
}

/**
 * The source; a host that does not run yet is looked for.
 *
 * @throws {UsageError} If no folder for the socket of this user is known.
 */
export function openSource({ id, value }: NxRequest): Promise<ConsoleSource> {
  const path = value === "" ? ownPath() : Deno.build.os === "windows" ? value : resolve(value);
  return Promise.resolve(new NxSource(id, `NX host ${basename(path)}`, path));
}

function ownPath(): string {
  try {
    return defaultControlPath("driver-host");
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
