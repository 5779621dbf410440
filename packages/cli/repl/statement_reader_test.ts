import { deepEqual } from "node:assert/strict";
import { StatementReader } from "./statement_reader.ts";

function statements(text: string, isSql = true): string[] {
  const reader = new StatementReader(isSql);
  return [...text.split("\n").map((line) => reader.add(line)), reader.end()].filter((statement) => statement !== null);
}

Deno.test("StatementReader ends a statement with a semicolon, an empty line or the end of the input", () => {
  deepEqual(statements("SELECT *\nFROM a;\nSELECT 1\n\nSELECT 2"), ["SELECT *\nFROM a;", "SELECT 1", "SELECT 2"]);
  deepEqual(statements("\n\nSELECT 1; \n"), ["SELECT 1;"]);
});

Deno.test("StatementReader ends no statement within a text or a comment", () => {
  for (
    const open of [
      "SELECT 'a;\n\nb';",
      "SELECT 1 -- ;\n+ 2;",
      "SELECT /* ;\n */ 1;",
      'SELECT ";\n";',
      "SELECT $x$;\n$x$;",
    ]
  ) deepEqual(statements(open), [open]);
  deepEqual(statements("SELECT 'it''s';\nSELECT 2;"), ["SELECT 'it''s';", "SELECT 2;"]);
  deepEqual(statements("SELECT $1; \nSELECT $2;"), ["SELECT $1;", "SELECT $2;"]);
});

Deno.test("StatementReader takes commands and comments alone, and every line of another language", () => {
  deepEqual(statements("\\d\nhelp\nSELECT 1;\nquit"), ["\\d", "help", "SELECT 1;", "quit"]);
  deepEqual(statements("-- nothing\n/* here */"), []);
  deepEqual(statements("GET a\n\nSET b 'x", false), ["GET a", "SET b 'x"]);
});
