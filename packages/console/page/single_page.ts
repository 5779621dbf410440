/**
 * The page as one file with a recording inside, which a browser opens without a server; also with the run of checks that
 * the recording is of.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { ASSETS } from "./assets.ts";
import type { CheckReport } from "../checks_api.ts";
import notice from "./dist/NOTICE" with { type: "text" };
import { TRUSTED_TYPES } from "../gate/headers.ts";

/** What {@link SinglePage} takes. */
export interface SinglePageOptions {
  /** The recording's name, which the page shows. */
  title: string;
  /** The version that the page shows. */
  version: string;
  /**
   * The run of checks whose frames the recording has.
   *
   * @default {null}
   */
  report?: CheckReport | null;
}

/** The parts of a page: its beginning, the recording's lines, its end. */
export class SinglePage {
  /** What stands before the first line. */
  readonly start: string;
  /** What stands after the last line. */
  readonly end: string;

  /** Makes the page of the built files; its policy lets no other script run, and nothing be fetched. */
  constructor({ title, version, report = null }: SinglePageOptions) {
    const css = asset("/app.css");
    // The second one has the screen of checks: a recording alone needs none of it.
    const scripts = (report === null ? ["/app.js"] : ["/app.js", "/later.js"]).map(asset);
    const head = [
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
      `<meta http-equiv="content-security-policy" content="${policyOf(scripts, css)}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="color-scheme" content="light dark">',
      `<title>${attribute(title)} - Fluxwire</title>`,
      `<style>${css}</style>\n</head>`,
      '<body data-nonce="" data-build=""><div id="page"></div>',
    ];
    const data = `<script type="application/x-ndjson" id="recording" data-title="${attribute(title)}"`;
    this.start = `${head.join("\n")}\n${data} data-version="${attribute(version)}">`;
    this.end = [
      "</script>",
      ...(report === null ? [] : [jsonScript("report", report)]),
      jsonScript("worker", asset("/worker.js")),
      `<script type="text/plain">\n${whole(notice, "NOTICE")}</script>`,
      ...scripts.map((script) => `<script type="module">${script}</script>`),
      "</body>\n</html>\n",
    ].join("\n");
  }

  /** A line of the recording as it stands in the page. */
  line(json: string): string {
    return `${inert(json)}\n`;
  }
}

function jsonScript(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${inert(JSON.stringify(value))}</script>`;
}

/** JSON that ends no element: in it, `<` is only part of texts. */
function inert(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

function asset(path: string): string {
  return whole(ASSETS[path]!.text, path);
}

/** A built file that can stand in a page: nothing in it ends its element. */
function whole(text: string, name: string): string {
  if (/<\/(script|style)|<!--/i.test(text)) throw new TypeError(`${name} has a text that ends its element`);
  return text;
}

function policyOf(scripts: readonly string[], css: string): string {
  const hashes = scripts.map((script) => `'${hashOf(script)}'`).join(" ");
  return [
    "default-src 'none'",
    `script-src ${hashes} 'wasm-unsafe-eval'`,
    `style-src '${hashOf(css)}'`,
    "img-src data:",
    "worker-src blob:",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
