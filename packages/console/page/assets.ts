/**
 * The built page: its files stand in `dist/`, and nothing is read or fetched while the console runs.
 *
 * @module
 */
import app from "./dist/app.js" with { type: "text" };
import css from "./dist/app.css" with { type: "text" };
import later from "./dist/later.js" with { type: "text" };
import worker from "./dist/worker.js" with { type: "text" };
import editor from "./dist/editor.js" with { type: "text" };
import html from "./dist/index.html" with { type: "text" };

/** A file of the page. */
export interface Asset {
  /** Its text. */
  readonly text: string;
  /** Its media type. */
  readonly type: string;
}

/** The files, by path; `/` is the page itself. */
export const ASSETS: Readonly<Record<string, Asset>> = {
  "/": { text: html, type: "text/html; charset=utf-8" },
  "/app.js": { text: app, type: "text/javascript; charset=utf-8" },
  "/later.js": { text: later, type: "text/javascript; charset=utf-8" },
  "/worker.js": { text: worker, type: "text/javascript; charset=utf-8" },
  "/editor.js": { text: editor, type: "text/javascript; charset=utf-8" },
  "/app.css": { text: css, type: "text/css; charset=utf-8" },
};

/** What stands in the page for the nonce of its styles. */
export const NONCE_MARK = "{{nonce}}";
/** What stands in the page for its build. */
export const BUILD_MARK = "{{build}}";
