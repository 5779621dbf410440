/**
 * The page as one file with a recording inside, which a browser opens without a server.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { ASSETS } from "./assets.ts";
import notice from "./dist/NOTICE" with { type: "text" };
import { TRUSTED_TYPES } from "../gate/headers.ts";

/** What {@link SinglePage} takes. */
export interface SinglePageOptions {
  /** The recording's name, which the page shows. */
  title: string;
  /** The version that the page shows. */
  version: string;
}

/** The parts of a page: its beginning, the recording's lines, its end. */
export class SinglePage {
  /** What stands before the first line. */
  readonly start: string;
  /** What stands after the last line. */
  readonly end: string;

  /** Makes the page of the built files; its policy lets no other script run, and nothing be fetched. */
  constructor({ title, version }: SinglePageOptions) {
    const script = asset("/app.js"), css = asset("/app.css");
    const head = [
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
      `<meta http-equiv="content-security-policy" content="${policyOf(script, css)}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="color-scheme" content="light dark">',
      `<title>${attribute(title)} - Fluxwire</title>`,
      `<style>${css}</style>\n</head>`,
      '<body data-nonce="" data-build=""><div id="page"></div>',
    ];
    const data = `<script type="application/x-ndjson" id="recording" data-title="${attribute(title)}"`;
    this.start = `${head.join("\n")}\n${data} data-version="${attribute(version)}">`;
    const worker = JSON.stringify(asset("/worker.js")).replaceAll("<", "\\u003c");
    this.end = [
      "</script>",
      `<script type="application/json" id="worker">${worker}</script>`,
      `<script type="text/plain">\n${whole(notice, "NOTICE")}</script>`,
      `<script type="module">${script}</script>\n</body>\n</html>\n`,
    ].join("\n");
  }

  /** A line of the recording as it stands in the page: in JSON, `<` is only part of texts. */
  line(json: string): string {
    return `${json.replaceAll("<", "\\u003c")}\n`;
  }
}

function asset(path: string): string {
  return whole(ASSETS[path]!.text, path);
}

/** A built file that can stand in a page: nothing in it ends its element. */
function whole(text: string, name: string): string {
  if (/<\/(script|style)|<!--/i.test(text)) throw new TypeError(`${name} has a text that ends its element`);
  return text;
}

function policyOf(script: string, css: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
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
