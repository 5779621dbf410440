import { strictEqual } from "node:assert/strict";
import { ownStatement } from "./own_statement.ts";

function statement(quote: string | null, name: string, schema: string | null, type = "Sql"): string {
  const syntax = quote === null ? null : { identifierQuote: quote, stringQuote: "'" };
  const opened = { metadata: { queryLanguage: { type }, syntax }, schemaLoadingStrategy: "SingleDatabase" };
  return ownStatement(opened, name, { database: "", schema });
}

Deno.test("ownStatement() quotes names as the driver announces, doubling quotes inside, and gives other languages the name", () => {
  strictEqual(statement(null, 'a"b', "main"), 'SELECT * FROM "main"."a""b"');
  strictEqual(statement("[", "a]b", null), "SELECT * FROM [a]]b]");
  strictEqual(statement("`", "a", null), "SELECT * FROM `a`");
  strictEqual(statement(null, "users", null, "MongoQuery"), "users");
});
