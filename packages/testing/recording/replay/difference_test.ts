import { deepEqual, equal, ok } from "node:assert/strict";
import { MASK } from "@fluxwire/transport/secrets";
import { ReplayReport } from "./difference.ts";
import { IgnoredPaths } from "./ignored_paths.ts";

function differences(recorded: unknown, found: unknown, ignored: readonly string[] = []) {
  const report = new ReplayReport();
  report.compare({ frame: 3, connection: 1 }, recorded, found, new IgnoredPaths(ignored));
  return report.differences.map(({ path, recorded, found }) => [path, recorded, found]);
}

Deno.test("ReplayReport.compare() finds different, missing and additional values", () => {
  const recorded = { body: { type: "X", rows: [["1", 2], ["3"]], a: null } };
  const found = { body: { type: "X", rows: [["1", 4]], a: null, b: true } };
  deepEqual(differences(recorded, found), [
    ["body.rows[0][1]", 2, 4],
    ["body.rows[1]", ["3"], null],
    ["body.b", null, true],
  ]);
});

Deno.test("ReplayReport.compare() reports a different type, and nothing below it", () => {
  const recorded = { body: { type: "Pong" } }, found = { body: { type: "Error", code: "Driver", message: "no" } };
  deepEqual(differences(recorded, found), [["body.type", "Pong", "Error"]]);
});

Deno.test("ReplayReport.compare() matches masked values with any value, on either side", () => {
  deepEqual(differences({ body: { password: MASK } }, { body: { password: "x" } }), []);
  deepEqual(differences({ body: { text: `a ${MASK} b` } }, { body: { text: "a x b" } }), []);
  deepEqual(differences({ body: { password: "x" } }, { body: { password: MASK } }), []);
});

Deno.test("ReplayReport.compare() compares the contents of a profile", () => {
  const profile = (name: string, path: string) => ({
    body: { type: "OpenSession", profileJson: JSON.stringify({ name, config: { External: { values: { path } } } }) },
  });
  deepEqual(differences(profile("a", "/x"), profile("b", "/y"), ["body.profileJson.name"]), [
    ["body.profileJson.config.External.values.path", "/x", "/y"],
  ]);
});

Deno.test("IgnoredPaths ignores a part, any index, and a name anywhere, with everything below", () => {
  const recorded = { body: { rows: [[1], [2]], deep: { er: { time: 1, other: 1 } } } };
  const found = { body: { rows: [[5], [6]], deep: { er: { time: 9, other: 9 } } } };
  deepEqual(differences(recorded, found, ["body.rows[*][0]", "**.time"]), [["body.deep.er.other", 1, 9]]);
  deepEqual(differences(recorded, found, ["body.rows[0]", "body.deep"]), [["body.rows[1][0]", 2, 6]]);
  deepEqual(differences(recorded, found, ["body"]), []);
});

Deno.test("ReplayReport keeps a hundred differences and counts further ones", () => {
  const report = new ReplayReport();
  const many = Array.from({ length: 250 }, (_, i) => i);
  report.compare({ frame: 1, connection: 1 }, many, many.map((i) => -i - 1), new IgnoredPaths([]));
  equal(report.differences.length, 100);
  equal(report.omitted, 150);
  ok(!report.isEqual);
});
