/**
 * Whether checks that are written in SQL say something about a driver.
 *
 * @module
 */
import { execute } from "./execute.ts";
import type { Facts } from "./facts.ts";
import type { HostEnd } from "./host_end.ts";
import { NotApplicable, rendered } from "./violation.ts";

/**
 * Sees that a driver's statements are SQL and that their answers depend on them: DBFlux's example driver answers each
 * SELECT with the same rows, which is legal.
 *
 * @throws {NotApplicable} where a check in SQL says nothing.
 */
export async function needSql(end: HostEnd, facts: Facts): Promise<void> {
  if (end.hello!.driverMetadata.queryLanguage.type !== "Sql") throw new NotApplicable("its statements are not SQL");
  facts.answersAlike ??= await answersAlike(end);
  if (facts.answersAlike) throw new NotApplicable("it gives every statement the same rows");
}

async function answersAlike(end: HostEnd): Promise<boolean> {
  const answers = [];
  for (const sql of ["SELECT 41 AS x", "SELECT 42 AS x"]) answers.push((await end.ask(execute(sql))).envelope.body);
  const [first, second] = answers.map((body) =>
    body.type === "ExecuteResult" && body.result.rows.length > 0 ? rendered(body.result.rows) : null
  );
  return first !== null && first === second;
}
