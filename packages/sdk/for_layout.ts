/**
 * A driver's self-description for the host at hand: a variant that its layout lacks would fail the whole Hello (H10), so
 * the nearest older one is sent.
 *
 * @module
 */
import {
  type DbKind,
  type DriverFormDef,
  type DriverMetadata,
  type FormFieldKind,
  type Layout,
  layoutHas,
  type QueryLanguage,
  SCHEMA,
} from "@fluxwire/wire";

/** Whether a layout has a variant of an enum. One that none has is left for the codec to refuse, by its place. */
function hasVariant(enumName: string, variant: string, layout: Layout): boolean {
  const definition = SCHEMA[enumName]!;
  if (!("variants" in definition)) throw new TypeError(`${enumName} is no enum`);
  return layoutHas(layout, definition.variants.find(({ name }) => name === variant) ?? {});
}

/** The kind of database, or the most neutral one where the layout lacks it. */
export function kindFor(layout: Layout, kind: DbKind): DbKind {
  return hasVariant("DbKind", kind, layout) ? kind : "SQLite";
}

/** The metadata with nothing that the layout lacks. */
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

/** The form with no kind of field that the layout lacks. */
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

/** A secret stays a secret; a choice that an older host cannot offer is typed by hand. */
function fieldKindFor(layout: Layout, kind: FormFieldKind): FormFieldKind {
  if (hasVariant("FormFieldKind", kind.type, layout)) return kind;
  return kind.type === "WriteOnly" ? { type: "Password" } : { type: "Text" };
}
