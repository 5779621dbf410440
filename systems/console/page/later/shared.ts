/**
 * Modules of which a page has one each: what is loaded later uses these, and brings none of its own. The bundler reads
 * the names here.
 *
 * @module
 */
import * as api from "../server/api.ts";
import * as choices from "../shell/choices.ts";
import * as keys from "../shell/keys.ts";
import * as list from "../list/virtual_list.tsx";
import * as place from "../shell/place.ts";
import * as preact from "../preact.ts";
import * as server from "../server/server.ts";
import * as signals from "../signals.ts";
import * as terminal from "../terminal/terminal_screen.ts";
import * as tokens from "../editor/tokens.ts";
import * as wire from "../wire/wire_screen.tsx";

Object.assign(globalThis, {
  fluxwire: { api, choices, keys, list, place, preact, server, signals, terminal, tokens, wire },
});
