import { deepStrictEqual } from "node:assert/strict";

/** A part of the output of `deno doc --json`: objects that may name a type and its source. */
interface Piece {
  kind?: string;
  value?: { typeName?: string; resolution?: { kind: string } };
}

/** The names that an entry exports, and those of the declared types that its signatures mention. */
async function namesOf(entry: string): Promise<{ exported: Set<string>; mentioned: Set<string> }> {
  const path = new URL(entry, import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["doc", "--json", path] }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const [{ symbols }] = Object.values(nodes) as [{ symbols: { name: string }[] }];
  const mentioned = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { kind, value } = part as Piece;
    // Names without a resolution are JavaScript's own; type parameters are declared in place.
    if (kind === "typeRef" && ["import", "local"].includes(value?.resolution?.kind ?? "")) {
      mentioned.add(value!.typeName!);
    }
    // Private members have no type, and constructors that only the package calls are not counted.
    for (const [key, member] of Object.entries(part)) if (key !== "constructors") visit(member);
  };
  visit(symbols);
  return { exported: new Set(symbols.map(({ name }) => name)), mentioned };
}

for (const entry of ["./mod.ts", "./testing/mod.ts", "./client/mod.ts"]) {
  Deno.test(`${entry} exports the types that its signatures mention, or the SDK does`, async () => {
    const main = await namesOf("./mod.ts");
    const { exported, mentioned } = await namesOf(entry);
    deepStrictEqual([...mentioned].filter((name) => !exported.has(name) && !main.exported.has(name)).sort(), []);
  });
}
