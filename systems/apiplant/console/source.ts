/**
 * Makes the source of `fluxwire console --models URL`.
 *
 * @module
 */
import { type FlagValues, UsageError } from "@fluxwire/command";
import type { ConsoleSource } from "@fluxwire/console";
import { ModelsSource } from "./models_source.ts";

/** The options that give the variable of `token-env` to something else. */
const OTHERS = ["socket", "service", "config"];

/** What the source is made of. */
export interface ModelsRequest {
  /** Its id in addresses. */
  readonly id: string;
  /** The server's address, with its mount-path. */
  readonly value: string;
  /** The command line, for `token-env`. */
  readonly args: FlagValues & { readonly command?: readonly string[] | null };
}

/**
 * The source; it asks the server when the page asks for the first time.
 *
 * @throws {UsageError} For an address that cannot be used, a variable that is not set, and one whose key more than one
 * server or driver would get.
 */
export function openSource({ id, value, args }: ModelsRequest): Promise<ConsoleSource> {
  const name = args.text("token-env"), key = name === null ? null : keyOf(name, args);
  try {
    return Promise.resolve(new ModelsSource({ id, address: value, key }));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function keyOf(name: string, args: ModelsRequest["args"]): string {
  const hasOther = OTHERS.some((option) => args.all(option).length > 0) || (args.command ?? null) !== null;
  if (hasOther || args.all("models").length > 1) {
    throw new UsageError(
      "Cannot give one key to several: start a console of its own for each --models that needs --token-env",
    );
  }
  const key = Deno.env.get(name) ?? "";
  if (key === "") throw new UsageError(`Cannot read the key: the variable ${name} is not set`);
  return key;
}
