/** Several changes in one commit. */
import { notAllowed } from "../../auth/permit.ts";
import type { Committed, Operation } from "../../commit/command.ts";
import { withIndex } from "../../commit/prepare.ts";
import { Refusal } from "../../commit/refusal.ts";
import { isObject } from "../../json/equal.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { nearest } from "../../model/nearest.ts";
import { type Problem, type ProblemCode, validationRefusal } from "../../model/problem.ts";
import { shortened } from "../../model/validate.ts";
import { type Answer, json } from "../answer.ts";
import { commitHeaders } from "../committed.ts";
import type { Exchange } from "../exchange.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";
import { createOperation, payload, requireId } from "./instances/write.ts";

const OPS = ["create", "update", "patch", "delete"];

async function runBatch(exchange: Exchange): Promise<Answer> {
  const body = await exchange.body(), { batchMax } = exchange.server.config.limits;
  const ops = isObject(body) ? body.ops : undefined;
  if (!isObject(body) || !Array.isArray(ops) || ops.length === 0 || Object.keys(body).length > 1) {
    throw invalid(
      "/ops",
      "type",
      "The body must be an object with the member `ops`, a list of operations, and no other",
    );
  }
  if (ops.length > batchMax) {
    throw new Refusal("too_large", `The batch has more than ${batchMax} operations: send several`, { limit: batchMax });
  }
  const operations = ops.map((op: Json, at) => operationOf(exchange, op, at));
  operations.forEach((operation, index) => requireModel(exchange, operation, index));
  const committed = await exchange.write(operations, true);
  return { ...json(result(exchange, committed, operations), 200, commitHeaders(committed)), seq: committed.seq[1] };
}

/** Without credentials, a model that does not exist is like one that is not public. */
function requireModel({ caller, server }: Exchange, operation: Operation, index: number): void {
  if (caller.kind !== "anonymous" || !("model" in operation)) return;
  if (server.core.state.model(operation.model) === null) {
    throw withIndex(notAllowed(caller, shortened(operation.model)), index);
  }
}

function result(exchange: Exchange, { seq, outcomes }: Committed, operations: readonly Operation[]): JsonObject {
  const results = outcomes.map((outcome, at): JsonObject => {
    if (outcome.kind !== "instance") return { status: 204 };
    const { model } = operations[at] as { readonly model: string }, stored = exchange.server.core.state.model(model);
    const status = outcome.created ? 201 : 200;
    // The model can be gone when the answer is made; its values are not shown then.
    if (stored === null) return { status };
    const instance = exchange.changed(stored.definition, outcome.instance);
    return { status, instance: exchange.present(stored.definition, instance, instance.modelVersion) };
  });
  return { seq, results };
}

function operationOf(exchange: Exchange, value: Json, index: number): Operation {
  const path = `/ops/${index}`;
  if (!isObject(value)) throw invalid(path, "type", "must be an object", index);
  const { op, model, id, data, ifMatch } = value;
  if (typeof op !== "string" || !OPS.includes(op)) {
    throw invalid(`${path}/op`, "enum", `must be one of ${OPS.join(", ")}`, index);
  }
  const known = ["op", "model", "id", ...op === "delete" ? [] : ["data"], ...op === "create" ? [] : ["ifMatch"]];
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const close = nearest(name, known), hint = close === null ? "" : `: did you mean ${close}?`;
    throw invalid(`${path}/${shortened(name)}`, "unknown", `is not a member of the operation ${op}${hint}`, index);
  }
  if (typeof model !== "string") {
    throw invalid(`${path}/model`, model === undefined ? "required" : "type", "must be the id of a model", index);
  }
  if (op !== "delete" && data === undefined) throw invalid(`${path}/data`, "required", "is required", index);
  if (op === "create") {
    if (id === undefined) return createOperation(exchange, model, data!, `${path}/data`);
    if (isObject(data) && Object.hasOwn(data, "id")) {
      throw invalid(`${path}/id`, "unknown", "must not be given twice", index);
    }
    requireId(id, `${path}/id`);
    return { op, model, id: id as string, data: payload(exchange, data!) };
  }
  requireId(id ?? null, `${path}/id`);
  const sized = data === undefined ? null : payload(exchange, data);
  const condition = ifMatch === undefined ? {} : { ifMatch: conditionFrom(ifMatch, path, index) };
  if (op === "delete") return { op, model, id: id as string, ...condition };
  return { op: op as "update" | "patch", model, id: id as string, data: sized, ...condition };
}

function conditionFrom(value: Json, path: string, index: number): number | "*" {
  if (value === "*" || typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(`${path}/ifMatch`, "type", "must be a revision or *", index);
}

function invalid(path: string, code: ProblemCode, message: string, index?: number): Refusal {
  const text = message.startsWith("The ") ? message : `\`${path.slice(1)}\` ${message}`;
  const problem = { path, code, message: text, ...(index === undefined ? {} : { index }) };
  return validationRefusal([problem as Problem]);
}

/** The route of batches. */
export const BATCH_ROUTES: readonly Route[] = [{
  method: "POST",
  path: "/batch",
  name: "batch",
  summary: "Make several changes, all or none",
  query: ["bigint"],
  body: "batch",
  headers: ["idempotency-key"],
  answers: { 200: "batchResult" },
  refusals: [
    ...WRITE_REFUSALS,
    "not_found",
    "validation",
    "vetoed",
    "hook_timeout",
    "hook_failed",
    "exists",
    "unique",
    "referenced",
    "revision",
    "if_match_required",
  ],
  access: "rules",
  handle: runBatch,
}];
