/**
 * The page at `/docs`: the OpenAPI document for people. It loads nothing from other hosts, and no script of others. A key or token is
 * kept in its field alone: not in the address, in no storage of the browser.
 */
import { createHash } from "node:crypto";

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
details { border: 1px solid #ddd; border-radius: 4px; margin: .4rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { overflow: auto; background: #f6f6f6; padding: .6rem; }
.method { display: inline-block; width: 4.5rem; font-weight: bold; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; } pre { background: #242424; } details { border-color: #444; } }
`;

const SCRIPT = `
const main = document.querySelector("main");
function element(name, text, parent, kind) {
  const one = document.createElement(name);
  if (text !== undefined) one.textContent = text;
  if (kind !== undefined) one.className = kind;
  parent.append(one);
  return one;
}
function rows(parent, head, lines) {
  if (lines.length === 0) return;
  const table = element("table", undefined, parent);
  for (const [at, cells] of [head, ...lines].entries()) {
    const row = element("tr", undefined, table);
    for (const cell of cells) element(at === 0 ? "th" : "td", cell, row);
  }
}
function operation(api, path, method, one, parent) {
  const details = element("details", undefined, parent), summary = element("summary", undefined, details);
  element("code", method.toUpperCase(), summary, "method");
  element("code", path, summary);
  element("div", one.summary, details);
  rows(details, ["parameter", "in", "meaning"], one.parameters.map((parameter) => resolved(api, parameter)).map(({ name, in: where, description = "" }) => [name, where, description]));
  for (const [type, { schema }] of Object.entries(one.requestBody?.content ?? {}).slice(0, 1)) {
    element("h4", "Body: " + type, details);
    element("pre", JSON.stringify(resolved(api, schema), null, 2), details);
  }
  element("h4", "Answers", details);
  rows(details, ["status", "what"], Object.entries(one.responses).map(([status, answer]) => [status, resolved(api, answer).description]));
}
function resolved(api, schema) {
  if (schema?.$ref === undefined) return schema;
  return schema.$ref.slice(2).split("/").reduce((value, name) => value[name], api);
}
const token = document.querySelector("input"), status = document.querySelector("output");
let asked = 0;
async function show() {
  const round = ++asked, key = token.value.trim();
  const headers = key === "" ? {} : { authorization: "Bearer " + key };
  const answer = await fetch(location.pathname.replace(/docs\\/?$/, "openapi.json"), { headers, cache: "no-store", credentials: "omit" });
  const api = await answer.json();
  if (round !== asked) return;
  status.textContent = answer.ok ? "" : api.error.message;
  main.textContent = "";
  if (answer.ok) write(api);
}
function write(api) {
  for (const { name, description } of api.tags) {
    element("h2", description === undefined ? name : name + ": " + description, main);
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, one] of Object.entries(methods)) if (one.tags.includes(name)) operation(api, path, method, one, main);
    }
  }
}
token.addEventListener("change", show);
await show();
`;

/** The page. */
export const DOCS_PAGE: string = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Models</title><style>${STYLE}</style></head>
<body><h1>Models</h1><p><a href="openapi.json">openapi.json</a> · <a href="client.ts">client.ts</a></p>
<p><label>Key or token <input type="password" autocomplete="off" spellcheck="false"></label>
<small>for the models that it may use; this page forgets it when it is closed</small> <output></output></p>
<main>This page needs JavaScript.</main><script type="module">${SCRIPT}</script></body>
</html>
`;

/** What the page may load: its own style and script, and the document. */
export const DOCS_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${hash(STYLE)}'`,
  `script-src 'sha256-${hash(SCRIPT)}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
