/**
 * Fits a driver's description to the layout of a host: a variant that the layout lacks would fail the whole Hello
 * (hazard H10), so the nearest older one is sent.
 *
 * @module
 */
import type { DbKind, DriverFormDef, DriverMetadata, FormFieldKind, Layout, QueryLanguage } from "@fluxwire/wire";
import { layoutHas, SCHEMA } from "@fluxwire/wire/internal";

/**
 * Whether a layout has a variant of an enum. True for an unknown variant: the codec refuses that and names its place.
 */
function hasVariant(enumName: string, variant: string, layout: Layout): boolean {
  const definition = SCHEMA[enumName]!;
  if (!("variants" in definition)) throw new TypeError(`${enumName} is not an enum`);
  return layoutHas(layout, definition.variants.find(({ name }) => name === variant) ?? {});
}

/** The kind of database, or a neutral one if the layout lacks it. */
export function kindFor(layout: Layout, kind: DbKind): DbKind {
  return hasVariant("DbKind", kind, layout) ? kind : "SQLite";
}

/** The metadata without anything that the layout lacks. */
export function metadataFor(layout: Layout, metadata: DriverMetadata): DriverMetadata {
  const { icon, category } = metadata;
  return {
    ...metadata,
    icon: hasVariant("Icon", icon, layout) ? icon : "Database",
    category: hasVariant("DatabaseCategory", category, layout) ? category : "Document",
    queryLanguage: languageFor(layout, metadata.queryLanguage),
  };
}

function languageFor(layout: Layout, language: QueryLanguage): QueryLanguage {
  return hasVariant("QueryLanguage", language.type, layout) ? language : { type: "Custom", value: language.type };
}

/** The form without kinds of fields that the layout lacks. */
export function formFor(layout: Layout, form: DriverFormDef): DriverFormDef {
  return {
    tabs: form.tabs.map((tab) => ({
      ...tab,
      sections: tab.sections.map((section) => ({
        ...section,
        fields: section.fields.map((field) => ({ ...field, kind: fieldKindFor(layout, field.kind) })),
      })),
    })),
  };
}

/** The kind of field for a layout: a secret stays a secret; a choice that an older host cannot offer becomes a text. */
function fieldKindFor(layout: Layout, kind: FormFieldKind): FormFieldKind {
  if (hasVariant("FormFieldKind", kind.type, layout)) return kind;
  return kind.type === "WriteOnly" ? { type: "Password" } : { type: "Text" };
}
