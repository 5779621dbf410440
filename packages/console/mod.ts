/**
 * The console's server: one page in a browser for drivers, hosts, recordings, devices and models. All that is shown is a
 * source; the page knows its id, and never a program, a path or a variable.
 *
 * @module
 */
export type {
  ErrorJson,
  FieldLack,
  FormFinding,
  HelloAnswer,
  OpenAnswer,
  Panel,
  SourceInfo,
  SourceKind,
} from "./api.ts";
export type { Clock } from "@fluxwire/transport";
export { CONSOLE_ERROR_CODES, ConsoleError, type ConsoleErrorCode } from "./console_error.ts";
export { type Batch, LineRing } from "./live/ring.ts";
export { type Console, type ConsoleOptions, serveConsole } from "./serve_console.ts";
export type { CallAnswer, CallRequest, ConsoleSource, Operation } from "./source.ts";
