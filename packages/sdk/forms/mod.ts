/**
 * What a tool that shows a driver's form needs of the SDK: its checks, and what DBFlux does with its fields. Uses nothing
 * of Deno, so that pages of browsers can load it.
 *
 * @example What DBFlux would say of a field
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { fieldOf, readValues } from "@fluxwire/sdk/forms";
 *
 * const port = { id: "port", label: "Port", kind: { type: "Number" as const }, placeholder: "", required: true, defaultValue: "" };
 * const reading = readValues([["port", fieldOf(port)]], new Map([["port", "70000"]]), null);
 * strictEqual("problems" in reading && reading.problems.get("port"), "must be a whole number from 0 to 65535");
 * ```
 *
 * @module
 */
export { isEnabled } from "../conditions.ts";
export { type Finding, type Severity } from "../check/finding.ts";
export { formFindings } from "../check/form_findings.ts";
export type { DynamicSelectOptions, Field, FieldOptions } from "../field.ts";
export { type FormReading, PASSWORD_ID, readValues } from "../form_values.ts";
export { fieldOf } from "./field_of.ts";
