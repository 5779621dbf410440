/**
 * The codes of the console's source of a model server. The server's own codes stand in docs/models-http.md.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { ErrorSection } from "./section.ts";

/** The exit code that belongs to each. */
export const MODEL_SERVER_EXITS: Readonly<Record<string, number>> = {
  ModelServerUnreachable: EXIT.unreachable,
  ModelServerUnreadable: EXIT.protocol,
  ModelServerRefused: EXIT.driverError,
};

const CONSOLE = "deno task console --models URL --token-env NAME";

/** One section for each of them. */
export const MODEL_SERVER_SECTIONS: Readonly<Record<string, ErrorSection>> = {
  ModelServerUnreachable: {
    happened: "The console could not reach a model server, or got no answer within 30 s.",
    causes: [
      "The server does not run.",
      "The address of `--models` is another one.",
      "A firewall or proxy is between.",
    ],
    remedy: "Start the server, and compare the address with the one that it prints.",
    commands: ["curl -sS URL/health/live", CONSOLE],
  },
  ModelServerUnreadable: {
    happened: "What answered the console is no model server, or sent the console to another address.",
    causes: [
      "The address lacks the server's `mount-path`.",
      "A proxy answers instead, with a page or a redirect; a key follows no redirect.",
      "An answer was longer than 64 MiB, or an event longer than 4 Mi characters.",
    ],
    remedy: "Name the address where the server itself answers, with its `mount-path`.",
    commands: ["curl -sS URL/health/live", CONSOLE],
  },
  ModelServerRefused: {
    happened: "A model server refused what the console asked; the message is the server's.",
    causes: [
      "The server asks for credentials, and the console has no key, or one that is not good any more.",
      "The key may not do this: hooks, keys and errors are for admins.",
      "The server is open to all callers, and answers this to its own machine only.",
      "A filter or an order names a field that the model does not have.",
    ],
    remedy: "Start the console with a key that may do it. docs/models-http.md lists the server's codes.",
    commands: [CONSOLE],
  },
};
