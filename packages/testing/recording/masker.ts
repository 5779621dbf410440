/**
 * Removes secrets from messages: masks them in their fields, and remembers them to mask them anywhere else.
 *
 * @module
 */
import { MASK, Secrets } from "@fluxwire/transport/secrets";
import type { DriverFormDef, DriverRequestEnvelope, DriverResponseEnvelope } from "@fluxwire/wire";
import { secretFields } from "@fluxwire/wire/secrets";
import { maskedProfile } from "./masked_profile.ts";

/** A message that may be kept. */
export interface MaskedMessage<E> {
  /** The message; the same object if nothing was masked. */
  envelope: E;
  /** The paths of masked values. */
  paths: string[];
}

/** Masks the messages of a recording. All of its connections are to one driver. */
export class Masker {
  readonly #secrets = new Secrets();
  #secretFields: ReadonlySet<string> | null = null;

  /** Whether more secrets are known than can be searched for: then nothing more may be kept. */
  get isFull(): boolean {
    return this.#secrets.omitted > 0;
  }

  /** Masks a request. */
  request(envelope: DriverRequestEnvelope): MaskedMessage<DriverRequestEnvelope> {
    const { body } = envelope, paths: string[] = [];
    if (body.type === "Hello") {
      const authToken = this.#secret(body.authToken, "body.authToken", paths);
      return this.#everywhere({ ...envelope, body: { ...body, authToken } }, paths, envelope);
    }
    if (body.type === "OpenSession") {
      const password = this.#secret(body.password, "body.password", paths);
      const sshSecret = this.#secret(body.sshSecret, "body.sshSecret", paths);
      const profile = maskedProfile(body.profileJson, this.#secretFields, this.#secrets);
      paths.push(...profile.paths.map((path) => path === "" ? "body.profileJson" : `body.profileJson.${path}`));
      const masked = { ...body, profileJson: profile.text, password, sshSecret };
      return this.#everywhere({ ...envelope, body: masked }, paths, envelope);
    }
    return this.#everywhere(envelope, paths);
  }

  /** Masks an answer. The one to Hello tells which fields of the form are secret. */
  response(envelope: DriverResponseEnvelope): MaskedMessage<DriverResponseEnvelope> {
    const { body } = envelope, paths: string[] = [];
    if (body.type !== "Hello") return this.#everywhere(envelope, paths);
    this.#secretFields = secretFields(body.formDefinition, body.settingsSchema);
    const forms = {
      formDefinition: this.#form(body.formDefinition, "body.formDefinition", paths),
      settingsSchema: body.settingsSchema == null
        ? body.settingsSchema
        : this.#form(body.settingsSchema, "body.settingsSchema", paths),
    };
    return this.#everywhere({ ...envelope, body: { ...body, ...forms } }, paths, envelope);
  }

  /** The form, without the defaults of its secret fields. */
  #form(form: DriverFormDef, path: string, paths: string[]): DriverFormDef {
    const secret = secretFields(form);
    return {
      tabs: form.tabs.map((tab, i) => ({
        ...tab,
        sections: tab.sections.map((section, j) => ({
          ...section,
          fields: section.fields.map((field, k) => {
            if (!secret.has(field.id)) return field;
            const at = `${path}.tabs[${i}].sections[${j}].fields[${k}].defaultValue`;
            return { ...field, defaultValue: this.#secret(field.defaultValue, at, paths) };
          }),
        })),
      })),
    };
  }

  #secret<T extends string | null | undefined>(text: T, path: string, paths: string[]): T {
    if (!text) return text;
    this.#secrets.add([text]);
    paths.push(path);
    return MASK as T;
  }

  /** Masks known secrets anywhere; gives `original` back if nothing changed at all. */
  #everywhere<E>(envelope: E, paths: string[], original: E = envelope): MaskedMessage<E> {
    const found: string[] = [];
    const masked = maskDeeply(envelope, "", this.#secrets, found) as E;
    const all = [...new Set([...paths, ...found])];
    return { envelope: all.length === 0 ? original : masked, paths: all };
  }
}

/** The same value if nothing is masked; keys of maps are searched, too. */
function maskDeeply(value: unknown, path: string, secrets: Secrets, found: string[]): unknown {
  if (typeof value === "string") return noted(value, secrets.mask(value), path, found);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return noted(value, secrets.maskBytes(value), path, found);
  if (Array.isArray(value)) {
    let masked: unknown[] | null = null;
    for (const [i, item] of value.entries()) {
      const kept = typeof item === "string" || typeof item === "object" && item !== null
        ? maskDeeply(item, `${path}[${i}]`, secrets, found)
        : item;
      if (kept !== item) (masked ??= value.slice())[i] = kept;
    }
    return masked ?? value;
  }
  if (value instanceof Map) {
    const before = found.length;
    const masked = new Map(
      [...value].map(([key, item]) => {
        const kept = noted(key, secrets.mask(key), path, found);
        return [kept, maskDeeply(item, `${path}.${kept}`, secrets, found)];
      }),
    );
    return found.length === before ? value : masked;
  }
  let masked: Record<string, unknown> | null = null;
  for (const [key, item] of Object.entries(value)) {
    const kept = maskDeeply(item, path === "" ? key : `${path}.${key}`, secrets, found);
    if (kept !== item) (masked ??= { ...value })[key] = kept;
  }
  return masked ?? value;
}

function noted<T>(value: T, masked: T, path: string, found: string[]): T {
  if (masked !== value) found.push(path);
  return masked;
}
