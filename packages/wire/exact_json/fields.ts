/**
 * The exact JSON of fields: the keys of an object, in the order of their declaration.
 *
 * @module
 */
import type { FieldSchema, TypeRef } from "../schema_types.ts";
import type { JsonForm } from "./form.ts";
import { keyStep, MismatchError, quoted, within } from "./mismatch.ts";
import { optionForm } from "./parts.ts";

interface Field {
  name: string;
  form: JsonForm;
}

/** The fields of a struct or of a variant. */
export class Fields {
  readonly #owner: string;
  readonly #fields: readonly Field[];

  /**
   * @param owner The name of the type, for errors.
   * @param formOf Returns the form of a field's type.
   */
  constructor(owner: string, fields: readonly FieldSchema[], formOf: (type: TypeRef) => JsonForm) {
    this.#owner = owner;
    this.#fields = fields.map(({ name, type, since }) => {
      const form = formOf(type);
      // A field that an older layout lacks is null, with any type.
      return { name, form: since === undefined ? form : optionForm(form) };
    });
  }

  /**
   * Adds the fields of a value to an object of JSON.
   *
   * @throws {MismatchError} for a value that does not fit its field.
   */
  toJson(source: Record<string, unknown>, json: Record<string, unknown>, depth: number): void {
    let i = 0;
    try {
      for (const { name, form } of this.#fields) {
        json[name] = form.toJson(source[name], depth);
        i++;
      }
    } catch (error) {
      throw within(error, keyStep(this.#fields[i]!.name));
    }
  }

  /**
   * Adds the fields of a JSON object to a value. Absent optional keys become null.
   *
   * @param tags The number of keys of the object that are not fields: 1 for `type`.
   * @throws {MismatchError} for JSON that does not fit its field, for a missing key, and for an unknown key.
   */
  fromJson(json: Record<string, unknown>, value: Record<string, unknown>, tags: 0 | 1, depth: number): void {
    let found = tags as number, i = 0;
    try {
      for (const { name, form } of this.#fields) {
        const member = json[name];
        if (member !== undefined) found++;
        value[name] = form.fromJson(member, depth);
        i++;
      }
    } catch (error) {
      throw within(error, keyStep(this.#fields[i]!.name));
    }
    const keys = Object.keys(json);
    if (keys.length === found) return;
    const known = this.#fields.map((field) => field.name);
    const unknown = keys.find((key) => !known.includes(key) && !(tags === 1 && key === "type"));
    throw new MismatchError(`expected a key of ${this.#owner}, found ${quoted(unknown!)}`);
  }
}
