/**
 * The codes of the console's server, as its answers to the page have them.
 *
 * @module
 */
import type { ConsoleErrorCode } from "@fluxwire/console";
import type { ErrorSection } from "./section.ts";

const CONSOLE = "deno task console";

/** One section for each of them. */
export const CONSOLE_SECTIONS: Readonly<Record<ConsoleErrorCode, ErrorSection>> = {
  HostRefused: {
    happened: "A request to the console named another host than this machine: `421 Misdirected Request`.",
    causes: ["The address was reached under a name of its own.", "A foreign page let a name of its own lead here."],
    remedy: "Open the address that the console printed; from another machine, through `ssh -L`.",
    commands: [CONSOLE],
  },
  OriginRefused: {
    happened: "A request to the console came from a page that is not the console's: `403 Forbidden`.",
    causes: ["Another page asked.", "The console's page was framed.", "A program sent a request without `Origin`."],
    remedy: "Open the console in a tab of its own.",
    commands: [CONSOLE],
  },
  MethodRefused: {
    happened: "A request to the console had another method than GET and POST: `405 Method Not Allowed`.",
    causes: ["A program asked, not the console's page."],
    remedy: "Use GET or POST; `/api/live` is a WebSocket.",
    commands: [CONSOLE],
  },
  MediaTypeRefused: {
    happened: "A request to the console had a body of a type that forms of foreign pages can send: `415`.",
    causes: ["`Content-Type` is neither `application/json` nor `application/octet-stream`."],
    remedy: "Send JSON, or a payload as bytes.",
    commands: [CONSOLE],
  },
  PassRefused: {
    happened: "A request to the console lacked its token: `401 Unauthorized`, or 4401 on the WebSocket.",
    causes: [
      "The page was opened without a ticket.",
      "The console was started again, with another token.",
    ],
    remedy: "Press Enter where the console runs: it prints a new address.",
    commands: [CONSOLE],
  },
  TicketRefused: {
    happened: "The ticket in a console's address is not good any more: `401 Unauthorized`.",
    causes: ["The address was opened before.", "Ten minutes have passed since it was printed."],
    remedy: "Press Enter where the console runs: it prints a new address.",
    commands: [CONSOLE],
  },
  SourceUnknown: {
    happened: "The console's page asked for something that is not there: `404 Not Found`.",
    causes: ["The console was started again with other targets.", "The source has no such operation or stream."],
    remedy: "Load the page again.",
    commands: [CONSOLE],
  },
  BodyRefused: {
    happened: "The console could not read the body of a request: `400 Bad Request`.",
    causes: ["The body is not JSON in UTF-8."],
    remedy: "Send one JSON value.",
    commands: [CONSOLE],
  },
  BodyTooLarge: {
    happened: "The body of a request to the console has more than 16 MiB: `413 Content Too Large`.",
    causes: ["A payload is larger than a frame may be."],
    remedy: "Send less in one request.",
    commands: [CONSOLE],
  },
  RunRefused: {
    happened: "The console did not begin, or has ended, a run of a system's action: `429 Too Many Requests`.",
    causes: ["The source has 32 runs already.", "A terminal sent more bytes than the device takes."],
    remedy: "Stop one of the runs; send less to a terminal at once.",
    commands: [CONSOLE],
  },
  RunStopped: {
    happened: "A file on its way from the page to a device, or back, was stopped before it was whole.",
    causes: [
      "Stop was pressed.",
      "No page has read the run for 30 s: it was closed or loaded again.",
      "More came than a page keeps.",
    ],
    remedy: "Begin again; what has arrived of the file may be of no use. Use fluxwire jumpstarter j for large files.",
    commands: [CONSOLE],
  },
  ViewOnly: {
    happened: "The console was asked to change something, or to call a driver, but only looks: `403 Forbidden`.",
    causes: ["It was started with `--view`."],
    remedy: "Start it without `--view`.",
    commands: [CONSOLE],
  },
};
