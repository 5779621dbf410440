import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { simpleStatements, skipBlank, statementEnd, tokenEnd, withoutEnd } from "./sql_text.ts";
import { threadMs } from "../../../tests/thread_time.ts";

Deno.test("tokenEnd() follows quotes and comments to their end, or to that of the text", () => {
  const ends = ["'a''b'c", '"a""b" x', "`a` ", "[a]b] ", "-- a\nb", "/* a */ b", "a", "'a", "[a", "/* a", "--"]
    .map((sql) => sql.slice(0, tokenEnd(sql, 0)));
  deepStrictEqual(ends, ["'a''b'", '"a""b"', "`a`", "[a]", "-- a\n", "/* a */", "a", "'a", "[a", "/* a", "--"]);
});

Deno.test("skipBlank() skips blanks, semicolons and comments", () => {
  strictEqual(skipBlank(" ;\n-- a;\n/* b; */ ;SELECT 1", 0), 19);
  strictEqual(skipBlank("/* open", 0), 7);
  strictEqual(skipBlank("- 1", 0), 0);
  for (const part of ["--\n", ";/**/", "-- a\n;"]) {
    const sql = part.repeat(4_000_000);
    strictEqual(skipBlank(sql, 0), sql.length, part);
  }
});

Deno.test("simpleStatements() takes writes that a semicolon ends, but not the last statement", () => {
  const taken = (sql: string, length = 1_000) => sql.slice(0, simpleStatements(sql, 0, length).end);
  strictEqual(
    taken("INSERT INTO t VALUES ('a;b'); DELETE FROM [t;]; SELECT 1"),
    "INSERT INTO t VALUES ('a;b'); DELETE FROM [t;]; ",
  );
  strictEqual(taken("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);"), "INSERT INTO t VALUES (1); ");
  strictEqual(taken("INSERT INTO t VALUES (1); -- end"), "");
  strictEqual(taken("INSERT INTO t VALUES (1)"), "");
  strictEqual(taken("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END; SELECT 1"), "");
  strictEqual(taken("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a; SELECT 1"), "");
  strictEqual(
    taken("UPDATE t SET a = 1; UPDATE t SET a = 2; UPDATE t SET a = 3; SELECT 1", 30),
    "UPDATE t SET a = 1; UPDATE t SET a = 2; ",
  );
  strictEqual(simpleStatements("UPDATE t SET a = 1; DELETE FROM t; SELECT 1", 0, 1_000).count, 2);
});

Deno.test("statementEnd() takes a statement with its semicolon, and a trigger with its END", () => {
  const trigger = "TRIGGER x AFTER INSERT ON t BEGIN SELECT ';'; -- END;\nSELECT CASE WHEN 1 THEN 2 END; END";
  const texts = [
    "SELECT ';', [;] /* ; */;",
    `CREATE ${trigger};`,
    `EXPLAIN QUERY PLAN CREATE -- one\n TEMP ${trigger} ;`,
    "CREATE TABLE trigger_end(a);",
    "SELECT 1 AS trigger;",
    "SELECT $x(a;b), @x::y(a'b), a$x(';');",
  ];
  deepStrictEqual(texts.map((text) => `${text} SELECT 1; END;`.slice(0, statementEnd(text, 0))), texts);
  const open = ["SELECT 1", "CREATE TRIGGER x BEGIN SELECT 1; SELECT 2"];
  deepStrictEqual(open.map((text) => text.slice(0, statementEnd(text, 0))), open);
});

Deno.test("a text of a million open quotes or comments is walked once", () => {
  const startedAt = threadMs();
  for (const part of ["[", '"', "`", "/*", "--", "''", "- /", "$", ":", "$a(", "#::"]) {
    const sql = `INSERT INTO t VALUES (1) ${part.repeat(1_000_000)}; SELECT 1`;
    simpleStatements(sql, 0, sql.length);
    for (let at = 25; at < sql.length;) at = tokenEnd(sql, at);
  }
  ok(threadMs() - startedAt < 5_000);
});

Deno.test("withoutEnd() takes off blanks and semicolons, and walks those inside of a text once", () => {
  deepStrictEqual(["a ;\n; ", "a;b", "; ", "", "t\u00a0 "].map(withoutEnd), ["a", "a;b", "", "", "t\u00a0"]);
  const startedAt = threadMs(), blanks = `a${" ;".repeat(1_000_000)}b`;
  strictEqual(withoutEnd(blanks), blanks);
  ok(threadMs() - startedAt < 5_000);
});
