/**
 * A driver that opens no session.
 *
 * @module
 */
import { type DriverClient, formFields, RpcError } from "@fluxwire/wire/client";
import type { CommandLine } from "./args.ts";
import { valuesOf } from "./form_values.ts";

/** OpenSession was answered with an error: the driver's own, and which options may help. */
export class SessionRefused extends RpcError {
  /** What to do about it. */
  readonly hint: string;

  /** @param error What the driver has answered. */
  constructor(error: RpcError, args: CommandLine, hello: DriverClient["hello"]) {
    super(error.code, `Cannot open a session: ${error.message}`, { retriable: error.retriable, cause: error });
    this.hint = hintOf(error, args, hello);
  }
}

function hintOf({ code, retriable }: RpcError, args: CommandLine, hello: DriverClient["hello"]): string {
  if (retriable) return "the driver says that trying again may help";
  if (args.has("profile")) return "give another --profile, or the form's values by --value";
  const given = valuesOf(args);
  const missing = formFields(hello).filter(({ id, required, kind, defaultValue }) =>
    required && kind.type !== "Password" && defaultValue === "" && !Object.hasOwn(given, id)
  );
  if (missing.length > 0) return `give ${missing.map(({ id }) => `--value ${id}=...`).join(" ")}`;
  if (code === "InvalidRequest") return "give --value ID=VALUE for the form's fields, --password-env for a password";
  return "the driver's own log may say more";
}
