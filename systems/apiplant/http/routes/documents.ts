/** The documents about a server's models. What makes them is loaded when one is asked for. */
import type { OpenApiDocument } from "../../openapi/document.ts";
import { type Answer, empty, JSON_TYPE } from "../answer.ts";
import { isKnown } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

/** The routes of documents. `all` gives every route of the server, these included. */
export function documentRoutes(all: () => readonly Route[]): readonly Route[] {
  let document: OpenApiDocument | null = null;

  const openapi = async ({ server, headers: sent, signal }: Exchange): Promise<Answer> => {
    const { modelsTag, OpenApiDocument } = await import("../../openapi/document.ts");
    const models = server.core.state.models(), tag = await modelsTag(models), { mountPath } = server.config.server;
    const headers = { "content-type": JSON_TYPE, etag: tag };
    if (isKnown(sent, tag)) return empty(304, { etag: tag });
    document ??= new OpenApiDocument();
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
      handle: async ({ server, headers: sent }) => {
        const { modelsTag } = await import("../../openapi/document.ts");
        const { clientText } = await import("../../openapi/client.ts");
        const models = server.core.state.models(), tag = await modelsTag(models);
        if (isKnown(sent, tag)) return empty(304, { etag: tag });
        const headers = { "content-type": "text/typescript; charset=utf-8", etag: tag };
        return { status: 200, body: clientText(models, server.config.server.mountPath), headers };
      },
    },
  ];
}
