/** The documents about a server's models. */
import { allowance } from "../../auth/rules.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { StoredModel } from "../../model/definition.ts";
import { ACTIONS } from "../../model/rule.ts";
import { clientText } from "../../openapi/client.ts";
import { DOCS_PAGE, DOCS_POLICY } from "../../openapi/docs_page.ts";
import { modelsTag, openapiDocument } from "../../openapi/document.ts";
import { type Answer, empty, JSON_TYPE } from "../answer.ts";
import { isKnown } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

/** The routes of documents. `all` gives every route of the server, these included. */
export function documentRoutes(all: () => readonly Route[]): readonly Route[] {
  /** The last document, for the models that it was made of. */
  let last: { readonly key: string; readonly text: string } | null = null;

  const openapi = (exchange: Exchange): Answer => {
    const { headers: sent, server: { config } } = exchange, { mountPath } = config.server, { mode } = config.auth;
    const models = visibleModels(exchange), tag = modelsTag(models);
    const headers = { "content-type": JSON_TYPE, etag: tag };
    if (isKnown(sent, tag)) return empty(304, { etag: tag });
    const key = `${mountPath} ${tag}`;
    if (last?.key !== key) last = { key, text: stringifyExact(openapiDocument(all(), models, mountPath, mode)) };
    return { status: 200, body: last.text, headers };
  };

  return [
    {
      method: "GET",
      path: "/openapi.json",
      name: "openapi",
      summary: "The OpenAPI document of the models of now",
      query: [],
      headers: ["if-none-match"],
      answers: { 200: "openapi", 304: null },
      refusals: [],
      access: "anyone",
      handle: openapi,
    },
    {
      method: "GET",
      path: "/docs",
      name: "docs",
      summary: "The OpenAPI document as a page",
      query: [],
      answers: { 200: "html" },
      refusals: [],
      access: "unchecked",
      handle: () => {
        const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": DOCS_POLICY };
        return { status: 200, body: DOCS_PAGE, headers };
      },
    },
    {
      method: "GET",
      path: "/client.ts",
      name: "client",
      summary: "A typed client of the models of now",
      query: [],
      headers: ["if-none-match"],
      answers: { 200: "typescript", 304: null },
      refusals: [],
      access: "anyone",
      handle: (exchange) => {
        const { server, headers: sent } = exchange, models = visibleModels(exchange), tag = modelsTag(models);
        if (isKnown(sent, tag)) return empty(304, { etag: tag });
        const headers = { "content-type": "text/typescript; charset=utf-8", etag: tag };
        return { status: 200, body: clientText(models, server.config.server.mountPath), headers };
      },
    },
  ];
}

/** The models that the caller may use in any way. */
function visibleModels({ caller, server }: Exchange): readonly StoredModel[] {
  const models = server.core.state.models();
  if (caller.isAdmin) return models;
  return models.filter(({ definition }) => ACTIONS.some((action) => allowance(caller, definition, action) !== "none"));
}
