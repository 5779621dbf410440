/**
 * The console's server: one page in a browser for drivers, hosts, recordings, devices and models. All that is shown is a
 * source; the page knows its id, and never a program, a path or a variable.
 *
 * @module
 */
export type {
  Acted,
  Action,
  CancelAnswer,
  CheckLine,
  CheckReport,
  Column,
  ErrorJson,
  FieldLack,
  FilePlace,
  FormFinding,
  HelloAnswer,
  JsonSchema,
  LogLine,
  NodeFact,
  NodeState,
  OpenAnswer,
  Panel,
  ProtocolSection,
  Row,
  RowQuery,
  Rows,
  SessionAnswer,
  ShownCheck,
  SourceInfo,
  SourceKind,
  TreeChange,
  TreeNode,
} from "./api.ts";
export type { Clock } from "@fluxwire/transport";
export { ConsoleError, type ConsoleErrorCode, errorJsonOf } from "./console_error.ts";
export { type Batch, LineRing } from "./live/ring.ts";
export { SinglePage, type SinglePageOptions } from "./page/single_page.ts";
export { type Console, type ConsoleOptions, serveConsole } from "./serve_console.ts";
export { explained, SourceError } from "./source_error.ts";
export type { CallAnswer, CallRequest, ConsoleSource, Operation, SentFile } from "./source.ts";
export { type ActRequest, type RowsRequest, systemOperations, type SystemOps } from "./system/operations.ts";
export type { GivesFile, TakesFile } from "./system/file_runs.ts";
export { type RunBytes, Runs } from "./system/runs.ts";
export { ownPaths, programMask, withoutPaths } from "./without_paths.ts";
