/**
 * What drivers of servers share: the parts of a form that reach a server, also from a configuration of DBFlux's own, TLS
 * from its values, and failures in words.
 *
 * @example A form, and where it leads
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { field, form } from "@fluxwire/sdk";
 * import { hostFields, hostOf, readTls, tlsFields } from "@fluxwire/sdk/network";
 *
 * const server = form({ ...hostFields({ port: 5432 }), password: field.password("Password"), ...tlsFields() });
 * const reading = server.read(new Map([["host", " [::1] "]]));
 * if ("problems" in reading) throw new Error("not read");
 * const { values } = reading;
 * deepStrictEqual([hostOf(values.host), values.port, await readTls(values)], ["::1", 5432, null]);
 * ```
 *
 * @module
 */
export { type BuiltInServer, builtInServer } from "./built_in_server.ts";
export { connectFailure, failureText } from "./failure.ts";
export { type HostFieldOptions, hostFields, socketField, type TlsFields, tlsFields } from "./fields.ts";
export { hostOf, type HostValues, placeText, type ServerPlace, serverPlace } from "./host.ts";
export { readTls, type TlsSettings, type TlsValues } from "./tls.ts";
