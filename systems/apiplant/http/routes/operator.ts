/** What an operator looks at: records of what went wrong, and what a server leaves open. */
import { logFindings, machineFindings } from "../../doctor/findings.ts";
import { WebhookList } from "../../webhooks/webhook_list.ts";
import { type Answer, json } from "../answer.ts";
import { wrongCursor } from "../cursor.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

/** A page of the error storage, newest first. */
async function listErrors(exchange: Exchange): Promise<Answer> {
  const { server } = exchange, { pageMax } = server.config.limits;
  const max = exchange.integer("limit", Math.min(50, pageMax), 1, pageMax);
  const cursor = exchange.parameter("cursor");
  const [model, hook] = ["model", "hook"].map((name) => exchange.parameter(name) ?? undefined);
  const query = { ...cursor !== null && { before: cursor }, ...model && { model }, ...hook && { hook } };
  // Only a record with older ones behind it was ever given as a cursor. A driver could take an empty one for none.
  const found = cursor === "" ? [] : await server.core.errors.list({ max: max + 1, ...query });
  if (cursor !== null && found.length === 0) {
    throw wrongCursor("The cursor is not one of these records, or they are gone since: start without a cursor");
  }
  const items = found.slice(0, max).map((record) => ({ ...record }));
  return json({ items, next: found.length > max ? items.at(-1)!.id : null });
}

/** What a server does not know of its configuration: the file, and what of it came from the environment. */
const NO_FILE = { file: null, expanded: new Set<string>() };

/** What the configuration, the files of the machine, the rules of models, keys and webhooks leave open now. */
async function findings({ server }: Exchange): Promise<Answer> {
  const { config, core, auth, clock } = server;
  await auth.changed();
  const models = core.state.models().map(({ definition }) => definition);
  const contents = { models, keys: auth.keys.list(), webhooks: await new WebhookList(core.log).all() };
  const found = [...await machineFindings(config, NO_FILE), ...logFindings(config, contents, clock.now())];
  return json({ items: found.map((finding) => ({ ...finding })) });
}

/** These routes. */
export const OPERATOR_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/errors",
    name: "errors",
    summary: "Records of what went wrong outside of answers, newest first",
    query: ["limit", "cursor", "model", "hook"],
    answers: { 200: "errorRecords" },
    refusals: ["cursor"],
    local: true,
    handle: listErrors,
  },
  {
    method: "GET",
    path: "/admin/findings",
    name: "findings",
    summary: "What the configuration, the rules and the keys leave open, as doctor finds it",
    query: [],
    answers: { 200: "findings" },
    refusals: [],
    local: true,
    handle: findings,
  },
];
