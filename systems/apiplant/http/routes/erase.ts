/** Erasing the personal data of instances. */
import { type Answer, json } from "../answer.ts";
import { commitHeaders } from "../committed.ts";
import { conditionOf } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import { keysDeleted } from "../erasing.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";
import { requireId } from "./instances/write.ts";

async function eraseInstance(exchange: Exchange): Promise<Answer> {
  const model = exchange.definition().id, { iid: id } = exchange.params;
  requireId(id!, "/id");
  const ifMatch = conditionOf(exchange.headers, false);
  const condition = ifMatch === undefined ? {} : { ifMatch };
  const committed = await exchange.write([{ op: "erase", model, id: id!, ...condition }]);
  const [seq] = committed.seq;
  await keysDeleted(exchange, seq);
  return { ...json({ seq }, 202, commitHeaders(committed)), seq };
}

/** The route. */
export const ERASE_ROUTES: readonly Route[] = [{
  method: "POST",
  path: "/models/:id/instances/:iid/erase",
  name: "erase",
  summary: "Erase the personal data of an instance, also from its history",
  query: [],
  headers: ["if-match", "idempotency-key"],
  answers: { 202: "erased" },
  refusals: [...WRITE_REFUSALS, "not_found", "validation", "revision"],
  local: true,
  handle: eraseInstance,
}];
