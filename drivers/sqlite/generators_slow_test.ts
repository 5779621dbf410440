import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { TableInfo, TableRef } from "@fluxwire/wire";
import { threadMs } from "../../tests/thread_time.ts";
import { FreshFile, Opened } from "./testing/opened.ts";

/** Every kind of object, with names that would end comments, strings and statements. */
const HOSTILE = "y\nDROP TABLE keep; --\"'`]*/";
const QUOTED = `"${HOSTILE.replaceAll('"', '""')}"`;
const DEFINITIONS = `
  CREATE TABLE keep(id INTEGER PRIMARY KEY);
  CREATE TABLE ${QUOTED}(
    ${QUOTED} INTEGER PRIMARY KEY, stored TEXT AS (${QUOTED} || 'x') STORED, virtual AS (stored || 'y'), b DEFAULT 'd' -- end
  ) STRICT;
  CREATE TABLE many(a INT, b TEXT COLLATE NOCASE NOT NULL, c UNIQUE, CHECK (a > 0), PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE child(a REFERENCES keep ON DELETE CASCADE, b, c, FOREIGN KEY (b, c) REFERENCES many(a, b) DEFERRABLE);
  CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT);
  CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'porter');
  CREATE INDEX partial ON many(lower(b), c DESC) WHERE c IS NOT NULL;
  CREATE UNIQUE INDEX ${QUOTED.replace("y", "i")} ON ${QUOTED}(b);
  CREATE VIEW ${QUOTED.replace("y", "v")} AS SELECT * FROM ${QUOTED};
  CREATE TRIGGER ${QUOTED.replace("y", "g")} AFTER INSERT ON ${QUOTED} BEGIN SELECT 1; SELECT 'END;'; END;
`.replace(" STRICT", "").replace("virtual AS", "virtual TEXT AS");

/** What SQLite knows of every object. */
const FACTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";

async function generate(opened: Opened, generatorId: string, table: TableRef | TableInfo): Promise<string> {
  return (await opened.call({ type: "GenerateCode", generatorId, table: table as TableInfo })).code;
}

Deno.test("generated definitions, run in an empty database, make the same catalog", async () => {
  await using opened = await Opened.open();
  await opened.rows(DEFINITIONS);
  const { structure } = await opened.session.schema();
  ok(structure.type === "Relational");
  const { tables, views } = structure.schemas[0]!;
  const texts: string[] = [];
  for (const { name } of tables) texts.push(await generate(opened, "create_table", { name }));
  for (const { name } of views) texts.push(await generate(opened, "create_view", { name }));
  for (const { name } of tables.filter(({ name }) => name !== "words")) {
    texts.push(await generate(opened, "create_indexes", { name }));
  }
  for (const { name } of [...tables, ...views]) texts.push(await generate(opened, "create_triggers", { name }));
  await using empty = await Opened.open();
  for (const text of texts) await empty.rows(text);
  deepStrictEqual(await empty.rows(FACTS), await opened.rows(FACTS));
});

Deno.test("generated statements run as they are, whatever the names, and touch no other table", async () => {
  await using opened = await Opened.open();
  await opened.rows(DEFINITIONS);
  const run = async (id: string, name: string, params: (bigint | string)[] = []) =>
    await opened.session.execute({ sql: await generate(opened, id, { name }), params });
  strictEqual((await run("insert", HOSTILE, [1n, "b"])).affectedRows, 1n);
  deepStrictEqual((await run("select", HOSTILE)).rows, [[1n, "1x", "1xy", "b"]]);
  strictEqual((await run("update", HOSTILE, ["c", 1n])).affectedRows, 1n);
  deepStrictEqual((await run("select", HOSTILE)).rows, [[1n, "1x", "1xy", "c"]]);
  strictEqual((await run("delete", HOSTILE, [1n])).affectedRows, 1n);
  await run("create_indexes", "keep");
  await run("create_triggers", "keep");
  await run("drop_view", HOSTILE.replace("y", "v"));
  await run("drop_table", HOSTILE);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'keep'"), [[1n]]);
  await rejects(generate(opened, "create_table", { name: "sqlite_schema" }), { code: "Driver" });
});

Deno.test("create_table makes a table that does not exist from its description", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
  const column = (name: string, typeName: string, rest = {}) => ({
    ...{ name, typeName, nullable: true, isPrimaryKey: false, defaultValue: null, enumValues: null },
    ...rest,
  });
  const table: TableInfo = {
    name: HOSTILE,
    schema: null,
    columns: [
      column("id", "INTEGER", { nullable: false, isPrimaryKey: true }),
      column("name", "TEXT", { nullable: false, defaultValue: "'none'" }),
      column("parent", "INTEGER"),
    ],
    indexes: null,
    foreignKeys: [{
      name: "fk",
      columns: ["parent"],
      referencedTable: "parent",
      referencedSchema: null,
      referencedColumns: ["id"],
      onDelete: "CASCADE",
      onUpdate: null,
    }],
    constraints: [{ name: "short", kind: "Check", columns: [], checkClause: "length(name) < 5" }],
  };
  await opened.rows(await generate(opened, "create_table", table));
  const details = (await opened.call({ type: "TableDetails", database: "main", table: HOSTILE })).table;
  deepStrictEqual(details.columns!.map((one) => [one.name, one.typeName, one.nullable, one.isPrimaryKey]), [
    ["id", "INTEGER", false, true],
    ["name", "TEXT", false, false],
    ["parent", "INTEGER", true, false],
  ]);
  deepStrictEqual(details.constraints!.map(({ name, checkClause }) => [name, checkClause]), [
    ["short", "length(name) < 5"],
  ]);
  strictEqual(details.foreignKeys![0]!.onDelete, "CASCADE");
});

/** A file with a table `t`, whose definition was changed in the file: SQLite itself lets nothing change it. */
async function withDefinition(sql: string, changes: (text: string) => string): Promise<FreshFile> {
  const file = await FreshFile.make();
  await using opened = await Opened.open({ path: file.path });
  await opened.rows(sql);
  const bytes = await Deno.readFile(file.path);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const changed = Uint8Array.from(changes(text), (character) => character.charCodeAt(0));
  strictEqual(changed.length, bytes.length);
  await Deno.writeFile(file.path, changed);
  return file;
}

Deno.test("a definition whose text is not valid is refused, and not cut or replaced", async () => {
  await using file = await withDefinition("CREATE TABLE t(a DEFAULT 'x')", (text) => text.replace("'x'", "'\xfc'"));
  await using opened = await Opened.open({ path: file.path });
  await rejects(generate(opened, "create_table", { name: "t" }), {
    code: "Driver",
    message: "Cannot read a definition: the text that the database keeps is not valid",
  });
});

Deno.test("definitions without ends are read in time that grows with them alone", async () => {
  for (const part of ["[", '"', "`", "'", "/*", "(", "--", "CHECK("]) {
    const room = "q".repeat(400_000);
    const fill = (run: string): string => part.repeat(Math.ceil(run.length / part.length)).slice(0, run.length);
    await using file = await withDefinition(
      `CREATE TABLE t(a /*${room}*/)`,
      (text) => text.replace("(a /*", "(a); ").replace(/q{9,}/g, fill),
    );
    await using opened = await Opened.open({ path: file.path });
    const startedAt = threadMs();
    await opened.call({ type: "TableDetails", database: "main", table: "t" });
    const ms = threadMs() - startedAt;
    ok(ms < 3_000, `${part}: ${ms} ms`);
    match(await generate(opened, "create_table", { name: "t" }), /^CREATE TABLE t\(a\);/);
  }
});
