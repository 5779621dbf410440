/**
 * Builds the connection profile that opens a session, from a driver's form and its values
 * (PROTOCOL.md#connection-profile).
 *
 * @module
 */
import type { DriverHelloResponse, FormFieldDef } from "../dto.ts";
import type { Layout } from "../layout.ts";
import type { SessionRequest } from "./client.ts";

/** The field whose value the real client keeps out of the profile. */
const PASSWORD_FIELD = "password";

/** The contents of a profile. */
export interface ProfileOptions {
  /** The layout of the client that writes it. */
  layout: Layout;
  /** The driver's answer to Hello; its form names the values. */
  hello: Pick<DriverHelloResponse, "driverKind" | "formDefinition">;
  /**
   * The driver's socket; DBFlux names drivers by it.
   *
   * @default {"fluxwire"}
   */
  socketId?: string;
  /**
   * Values by field id; missing fields have the form's defaults.
   *
   * @default {{}}
   */
  values?: Readonly<Record<string, string>>;
  /**
   * The connection's id.
   *
   * @default {a fresh one}
   */
  id?: string;
  /**
   * The connection's name.
   *
   * @default {"Fluxwire"}
   */
  name?: string;
}

/** Every field of a form, in order. */
export function formFields({ formDefinition }: ProfileOptions["hello"]): FormFieldDef[] {
  return formDefinition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
}

/**
 * The request that opens a session with these values, as the real client writes it.
 *
 * The value of the field `password` is sent beside the profile, which contains only the field's default.
 *
 * @throws {RangeError} if the form lacks the field of a value.
 */
export function sessionRequest(options: ProfileOptions): SessionRequest {
  const { hello, values = {} } = options;
  const fields = formFields(hello);
  for (const id of Object.keys(values)) {
    if (fields.some((field) => field.id === id)) continue;
    const ids = fields.map((field) => field.id).join(", ");
    throw new RangeError(`Cannot fill form: it has no field "${id}"; its fields are ${ids || "none"}`);
  }
  const filled = Object.fromEntries(fields.map(({ id, defaultValue }) => {
    return [id, id === PASSWORD_FIELD ? defaultValue : Object.hasOwn(values, id) ? values[id]! : defaultValue];
  }));
  const password = Object.hasOwn(values, PASSWORD_FIELD) ? values[PASSWORD_FIELD]! : null;
  return { profileJson: profileJson(options, { External: { kind: hello.driverKind, values: filled } }), password };
}

/** A profile with any configuration, not only one of a form: drivers inside DBFlux have their own. */
export function profileJson(options: Omit<ProfileOptions, "values">, config: unknown): string {
  const { layout, hello, socketId = "fluxwire", id = crypto.randomUUID(), name = "Fluxwire" } = options;
  return JSON.stringify({
    id,
    name,
    kind: hello.driverKind,
    driver_id: `rpc:${socketId}`,
    config,
    save_password: false,
    ...(layout === "0.4" || layout === "0.5" ? {} : { read_only_flag: false }),
  });
}
