/**
 * The type reference, docs/wire/types.md, from the tables of the codec.
 *
 * @module
 */
import {
  describe,
  type FieldDescription,
  LAYOUTS,
  TYPE_NAMES,
  type TypeDescription,
  type VariantDescription,
} from "@fluxwire/wire";

type Row = readonly string[];
type Described<K extends TypeDescription["kind"]> = Extract<TypeDescription, { kind: K }>;

/** Every declared type: a section for each message group, and in it a table for each kind of type. */
export function typeTables(): string {
  const types = TYPE_NAMES.map((name) => describe(name)!);
  const groups = Map.groupBy(types, ({ group }) => group);
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([group, types]) => groupSection(group, types)).join(
    "\n\n",
  );
}

function groupSection(group: string, types: readonly TypeDescription[]): string {
  const structs = types.filter((type): type is Described<"struct"> => type.kind === "struct");
  const enums = types.filter((type): type is Described<"enum"> => type.kind === "enum");
  const sets = types.filter((type): type is Described<"flags"> => type.kind === "flags");
  const fields = [
    ...structs.flatMap(({ name, fields }) => fieldRows(name, fields)),
    ...enums.flatMap((type) => type.variants.flatMap(({ name, fields }) => fieldRows(`${type.name} ${name}`, fields))),
  ];
  const tables = [
    table(["enum", "variant", "payload", ...LAYOUTS], enums.flatMap(variantRows)),
    table(["struct", "field", "type", "since", "notes"], fields),
    table(["flags", "bit", "name", "since"], sets.flatMap(flagRows)),
  ];
  return [`## \`${group}\``, ...tables.filter((table) => table !== "")].join("\n\n");
}

function fieldRows(owner: string, fields: readonly FieldDescription[]): Row[] {
  return fields.map(({ name, type, since, default: preset, note }, index) => {
    const notes = [preset === null ? null : `default \`${preset}\``, note].filter((text) => text !== null);
    return [ownerCell(owner, index), code(name), code(type), sinceCell(since), notes.join("; ")];
  });
}

function variantRows({ name: owner, variants }: Described<"enum">): Row[] {
  return variants.map((variant, index) => {
    const numbers = LAYOUTS.map((layout) => String(variant.numbers[layout] ?? ""));
    return [ownerCell(owner, index), code(variant.name), payloadCell(variant), ...numbers];
  });
}

function payloadCell({ payload, fields }: VariantDescription): string {
  if (payload !== null) return code(payload);
  return fields.length === 0 ? "" : "own fields";
}

function flagRows({ name: owner, bits, flags }: Described<"flags">): Row[] {
  return flags.map(({ bit, name, since }, index) => {
    return [index === 0 ? `**${owner}** (u${bits})` : "", String(bit), code(name), sinceCell(since)];
  });
}

function ownerCell(owner: string, index: number): string {
  return index === 0 ? `**${owner}**` : "";
}

function sinceCell(since: string): string {
  return since === LAYOUTS[0] ? "" : since;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table as Markdown; empty if it has no rows. */
function table(head: Row, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
