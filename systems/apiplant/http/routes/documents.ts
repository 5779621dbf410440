/** The documents about a server's models. What makes them is loaded when one is asked for. */
import { allowance, seesHidden } from "../../auth/rules.ts";
import type { StoredModel } from "../../model/definition.ts";
import { ACTIONS } from "../../model/rule.ts";
import type { OpenApiDocument } from "../../openapi/document.ts";
import type { Mode } from "../../openapi/security.ts";
import { type Answer, empty, JSON_TYPE } from "../answer.ts";
import { isKnown } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

/** The routes of documents. `all` gives every route of the server, these included. */
export function documentRoutes(all: () => readonly Route[]): readonly Route[] {
  const documents = new Map<string, OpenApiDocument>();
  const documentOf = async (mode: Mode, showsHidden: boolean): Promise<OpenApiDocument> => {
    const { OpenApiDocument } = await import("../../openapi/document.ts");
    const key = `${mode} ${showsHidden}`, document = documents.get(key) ?? new OpenApiDocument(mode, showsHidden);
    documents.set(key, document);
    return document;
  };

  const openapi = async (exchange: Exchange): Promise<Answer> => {
    const { modelsTag } = await import("../../openapi/document.ts");
    const { server: { config }, headers: sent, signal, caller } = exchange, { mountPath } = config.server;
    const models = visibleModels(exchange),
      showsHidden = seesHidden(caller),
      tag = await modelsTag(models, showsHidden);
    const headers = { "content-type": JSON_TYPE, etag: tag };
    if (isKnown(sent, tag)) return empty(304, { etag: tag });
    const document = await documentOf(config.auth.mode, showsHidden);
    return { status: 200, body: await document.text(all(), models, mountPath, signal), headers };
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
      handle: async () => {
        const { DOCS_PAGE, DOCS_POLICY } = await import("../../openapi/docs_page.ts");
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
      handle: async (exchange) => {
        const { server, headers: sent } = exchange;
        const { modelsTag } = await import("../../openapi/document.ts");
        const { clientText } = await import("../../openapi/client.ts");
        const models = visibleModels(exchange), tag = await modelsTag(models);
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
