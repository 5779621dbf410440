/**
 * Drivers for DBFlux in TypeScript: declare a driver and its connection form, open sessions, and serve them.
 *
 * @example A driver
 * ```ts
 * import { defineDriver, type Driver, field, form, serve } from "@fluxwire/sdk";
 *
 * export const driver: Driver = defineDriver({
 *   id: "dice", name: "Dice", version: "1.0.0", description: "Rolls dice",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "dice",
 *   form: form({ sides: field.number("Sides", { default: "6" }) }),
 *   open: ({ values }) => {
 *     const roll = () => ({ rows: [{ roll: 1 + Math.floor(Math.random() * (values.sides ?? 6)) }] });
 *     const schemas = [{ name: "main", tables: [{ name: "rolls" }], views: [] }];
 *     return {
 *       execute: roll,
 *       browseTable: roll,
 *       schema: () => ({ type: "Relational", databases: [], schemas, tables: [], views: [] }),
 *     };
 *   },
 * });
 *
 * if (import.meta.main && Deno.args.length > 0) await serve(driver);
 * ```
 *
 * @module
 */
export type { AuditEvent } from "./audit.ts";
export { defineDriver, type Driver, type DriverDefinition, type OpenRequest } from "./driver.ts";
export { AnswerRows, encodeInTurns } from "./answer_rows.ts";
export { type AnswerHeader, encodeAnswer } from "./encode_answer.ts";
export { DriverError } from "./errors.ts";
export { partlyDone } from "./partly_done.ts";
export { type DynamicSelectOptions, type Field, field, type FieldOptions } from "./field.ts";
export type { FlagChanges } from "./flags.ts";
export type { BuiltInConfig, BuiltInMapping, BuiltInMappings } from "./from_built_in.ts";
export { type Form, form, type FormOptions, tabbedForm } from "./form.ts";
export type {
  FieldOf,
  Fields,
  FieldsOf,
  IdsOf,
  Referring,
  ReferringTabs,
  SectionOf,
  Tabs,
  ValuesOf,
} from "./form_types.ts";
export type { FormReading } from "./form_values.ts";
export { createLog, type Log, type LogFields, type LogLevel, type LogSink } from "./log.ts";
export type { Identity } from "./metadata.ts";
export { type Page, page, type PageRequest } from "./page.ts";
export type { Column, QueryResult, Row } from "./result.ts";
export { fileNumber, resolvedFile } from "./resolved_file.ts";
export { ResultBudget, type ResultLimits } from "./result_budget.ts";
export { documentMetadata } from "./presets/document.ts";
export { keyValueMetadata } from "./presets/key_value.ts";
export type { MetadataChanges, MetadataParts } from "./presets/metadata_changes.ts";
export { sqlMetadata } from "./presets/sql.ts";
export { serve, type ServeOptions, type Serving } from "./serve.ts";
export type { AnswerForms, WriteResult } from "./methods/answer_forms.ts";
export type { Context, PeerInfo } from "./methods/context.ts";
export type { SessionMethods } from "./session_methods.ts";
export type {
  Given,
  MethodsOf,
  Place,
  ProtocolMethods,
  ReadonlyResult,
  Session,
  SessionGroup,
  SessionMethod,
} from "./methods/session.ts";
export {
  type Clock,
  ConnectionError,
  type ConnectionErrorCode,
  type ConnectionLimits,
  type Listener,
  type Transport,
} from "@fluxwire/transport";
export type { Layout, LayoutName, Limits, MethodGroup, MethodName, Methods, MethodsIn } from "@fluxwire/wire";
export { DEFAULT_LIMITS, METHODS, RpcError } from "@fluxwire/wire/internal";
export type { CodecName, EncodedRows, RowEncoder, RowLimits, TextKind } from "@fluxwire/wire/rows";
export type { ConnectionProfile } from "@fluxwire/wire/server";
export type * from "./wire_types.ts";
export { Turn } from "./turn.ts";
export { type Cell, date, decimal, Float, float, json, objectId, time, unsupported } from "./value.ts";
