import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

const DEFINITION = `
  CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, CONSTRAINT short CHECK (length(name) < 50));
  CREATE TABLE book(
    title VARCHAR(20) DEFAULT 'none', part INT, author INT REFERENCES author ON DELETE CASCADE, CHECK (part > 0),
    PRIMARY KEY (title, part)
  );
  CREATE INDEX by_author ON book(author, lower(title));
  CREATE VIEW titles AS SELECT title FROM book;
  CREATE VIRTUAL TABLE words USING fts5(word);
  CREATE TRIGGER keep BEFORE DELETE ON author BEGIN SELECT raise(ABORT, 'no'); END;
`;

async function openLibrary(): Promise<Opened> {
  const opened = await Opened.open();
  await opened.rows(DEFINITION);
  return opened;
}

Deno.test("schema() lists the objects that users created", async () => {
  await using opened = await openLibrary();
  const { structure } = await opened.session.schema();
  strictEqual(structure.type, "Relational");
  const schemas = structure.schemas.map((
    { name, tables, views },
  ) => [name, tables.map((t) => t.name), views.map((v) => v.name)]);
  deepStrictEqual(schemas, [["main", ["author", "book", "words"], ["titles"]]]);
  await opened.rows("CREATE TEMP TABLE t(a)");
  const { schema } = await opened.call({ type: "SchemaForDatabase", database: "temp" });
  deepStrictEqual(schema.tables.map(({ name, schema }) => [name, schema]), [["t", "temp"]]);
  await rejects(opened.call({ type: "SchemaForDatabase", database: "x" }), {
    message: "No database x: there are main, temp",
  });
});

Deno.test("tableDetails() gives columns, keys and constraints", async () => {
  await using opened = await openLibrary();
  const details = async (table: string) => (await opened.call({ type: "TableDetails", database: "main", table })).table;
  const author = await details("author");
  deepStrictEqual(author.columns!.map((c) => [c.name, c.typeName, c.nullable, c.isPrimaryKey]), [
    ["id", "INTEGER", false, true],
    ["name", "TEXT", false, false],
  ]);
  deepStrictEqual(author.constraints!.map((c) => [c.name, c.kind, c.columns, c.checkClause]), [
    ["sqlite_autoindex_author_1", "Unique", ["name"], null],
    ["short", "Check", [], "length(name) < 50"],
  ]);
  const book = await details("book");
  deepStrictEqual(book.columns!.map((c) => [c.name, c.nullable, c.isPrimaryKey, c.defaultValue]), [
    ["title", true, true, "'none'"],
    ["part", true, true, null],
    ["author", true, false, null],
  ]);
  deepStrictEqual(book.foreignKeys, [{
    name: "fk_book_0",
    columns: ["author"],
    referencedTable: "author",
    referencedSchema: null,
    referencedColumns: ["id"],
    onDelete: "CASCADE",
    onUpdate: "NO ACTION",
  }]);
  deepStrictEqual(book.constraints!.map((c) => [c.name, c.checkClause]), [["check_book_1", "part > 0"]]);
  await rejects(details("nowhere"), { code: "Driver", message: "No table or view nowhere in main" });
});

Deno.test("viewDetails() distinguishes views from tables", async () => {
  await using opened = await openLibrary();
  const details = (view: string) => opened.call({ type: "ViewDetails", database: "main", view });
  deepStrictEqual((await details("titles")).view, { name: "titles", schema: "main" });
  await rejects(details("book"), { code: "Driver", message: "main.book is a table, not a view" });
});

Deno.test("schemaIndexes() and schemaForeignKeys() list those of all tables", async () => {
  await using opened = await openLibrary();
  const { indexes } = await opened.call({ type: "SchemaIndexes", database: "main" });
  deepStrictEqual(indexes.map((i) => [i.tableName, i.name, i.columns, i.isUnique, i.isPrimary]), [
    ["author", "sqlite_autoindex_author_1", ["name"], true, false],
    ["book", "by_author", ["author", "(expression)"], false, false],
    ["book", "sqlite_autoindex_book_1", ["title", "part"], true, true],
  ]);
  const { foreignKeys } = await opened.call({ type: "SchemaForeignKeys", database: "main" });
  deepStrictEqual(foreignKeys.map((key) => [key.tableName, key.referencedTable, key.referencedColumns]), [
    ["book", "author", ["id"]],
  ]);
});

Deno.test("generateCode() returns the statements that SQLite keeps, and templates", async () => {
  await using opened = await openLibrary();
  const generate = async (generatorId: string, name: string) =>
    (await opened.call({ type: "GenerateCode", generatorId, table: { name, schema: null } })).code;
  const { generators } = await opened.call({ type: "CodeGenerators" });
  deepStrictEqual(generators.filter((one) => one.destructive).map((one) => one.id), [
    "delete",
    "drop_table",
    "drop_view",
  ]);
  strictEqual(await generate("create_view", "titles"), "CREATE VIEW titles AS SELECT title FROM book;");
  strictEqual(
    await generate("create_triggers", "author"),
    "CREATE TRIGGER keep BEFORE DELETE ON author BEGIN SELECT raise(ABORT, 'no'); END;",
  );
  strictEqual(await generate("create_indexes", "book"), "CREATE INDEX by_author ON book(author, lower(title));");
  strictEqual(await generate("create_indexes", "author"), "-- It has no indexes");
  strictEqual(await generate("drop_table", "book"), 'DROP TABLE "main"."book";');
  strictEqual(await generate("drop_view", "titles"), 'DROP VIEW "main"."titles";');
  strictEqual(await generate("select", "author"), 'SELECT "id", "name"\nFROM "main"."author"\nLIMIT 100 OFFSET 0;');
  strictEqual(await generate("insert", "author"), 'INSERT INTO "main"."author" ("id", "name")\nVALUES (?1, ?2);');
  const definition = await generate("create_table", "author");
  await opened.rows(`DROP TRIGGER keep; DROP TABLE author; ${definition}`);
  strictEqual(await generate("create_table", "author"), definition);
  await rejects(generate("toString", "author"), { code: "InvalidRequest" });
  await rejects(generate("create_table", "nowhere"), { message: "No table or view nowhere in main" });
});
