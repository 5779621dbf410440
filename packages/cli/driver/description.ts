/**
 * The description of a type as text.
 *
 * @module
 */
import type { FieldDescription, Layout, TypeDescription, VariantDescription } from "@fluxwire/wire";
import { columnLines } from "../render/columns.ts";

/** The lines that show a type in some layouts. */
export function descriptionLines(type: TypeDescription, layouts: readonly Layout[]): string[] {
  switch (type.kind) {
    case "struct":
      return [`${type.name} (${type.group}), fields in wire order:`, ...indented(fieldLines(type.fields))];
    case "enum":
      return [
        `${type.name} (${type.group}), variants with their number in each layout:`,
        ...indented(variantLines(type.variants, layouts)),
        ...type.variants.flatMap(ownFieldLines),
      ];
    case "flags": {
      const masks = layouts.map((layout) => [layout, `0x${type.masks[layout]!.toString(16)}`]);
      const flags = type.flags.map(({ name, bit, since }) => [`${bit}`.padStart(2), name, sinceText(since)]);
      return [
        `${type.name} (${type.group}), a set of flags in a u${type.bits}, the bits of each layout:`,
        ...indented(columnLines(masks)),
        "flags by bit:",
        ...indented(columnLines(flags)),
      ];
    }
  }
}

function variantLines(variants: readonly VariantDescription[], layouts: readonly Layout[]): string[] {
  const rows = variants.map(({ name, numbers, payload }) => {
    const cells = layouts.map((layout) => `${numbers[layout] ?? "-"}`.padStart(layout.length));
    return [name, ...cells, payload ?? ""];
  });
  return columnLines([["", ...layouts, ""], ...rows]);
}

function ownFieldLines({ name, fields }: VariantDescription): string[] {
  return fields.length === 0 ? [] : [`fields of ${name}:`, ...indented(fieldLines(fields))];
}

function fieldLines(fields: readonly FieldDescription[]): string[] {
  return columnLines(fields.map((field) => {
    const preset = field.default === null ? "" : `default ${field.default}`;
    return [field.name, field.type, sinceText(field.since), preset, field.note ?? ""];
  }));
}

function sinceText(since: Layout): string {
  return since === "0.4" ? "" : `since ${since}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
