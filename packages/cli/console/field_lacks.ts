/**
 * What the fields of a form have that a release of DBFlux lacks.
 *
 * @module
 */
import type { FieldLack } from "@fluxwire/console";
import { type Dated, type FormFieldDef, type Layout, layoutHas, SCHEMA, sinceOf } from "@fluxwire/wire";

/**
 * What a layout lacks of the fields.
 *
 * @param fields As the newest layout has them.
 * @param sent As the driver sends them in the layout.
 */
export function fieldLacks(
  fields: readonly FormFieldDef[],
  sent: readonly FormFieldDef[],
  layout: Layout,
): FieldLack[] {
  const byId = new Map(sent.map((field) => [field.id, field]));
  return fields.flatMap((field) => {
    const { id, kind } = field, other = byId.get(id);
    const lack = (part: FieldLack["part"], dated: Dated, instead: string | null): FieldLack[] =>
      layoutHas(layout, dated) ? [] : [{ field: id, part, since: sinceOf(dated), instead }];
    const ofKind = lack("kind", variantOf(kind.type), other?.kind.type ?? null);
    if (other === undefined) return ofKind.map((one) => ({ ...one, part: "field" }));
    const members = (["help", "disabledWhenFieldSet"] as const).filter((member) => field[member] != null);
    return [...ofKind, ...members.flatMap((member) => lack(member, memberOf(member), null))];
  });
}

function variantOf(name: string): Dated {
  const definition = SCHEMA["FormFieldKind"]!;
  return "variants" in definition ? definition.variants.find((variant) => variant.name === name) ?? {} : {};
}

function memberOf(name: string): Dated {
  const definition = SCHEMA["FormFieldDef"]!;
  return "fields" in definition ? definition.fields.find((field) => field.name === name) ?? {} : {};
}
