/**
 * Every error code of Fluxwire, with the classes that have it, its exit code, and its section.
 *
 * @module
 */
import { CONNECTION_ERROR_CODES, ConnectionError, ProtocolError } from "@fluxwire/transport";
import { describe, type DriverRpcErrorCode, MalformedError, PROTOCOL_ERROR_CODES, RpcError } from "@fluxwire/wire";
import { CONFIG_PROBLEM_CODES, ConfigError, LAUNCH_ERROR_CODES, SERVICE_LOOKUP_CODES } from "@fluxwire/host";
import { HOST_ERROR_CODES, HostError, StartError } from "@fluxwire/supervise";
import { GRPC_ERROR_CODES, HTTP2_ERROR_CODES } from "@fluxwire/grpc/codes";
import { CheckError } from "../command/check_error.ts";
import { EXIT, SIGNAL_EXITS, UsageError } from "@fluxwire/command";
import { exitOfGrpcStatus } from "@fluxwire/command/failing";
import { exitCodeOf } from "../command/failure.ts";
import { PackageError } from "../command/package_error.ts";
import { CONFIG_SECTIONS } from "./config_sections.ts";
import { CONNECTION_SECTIONS } from "./connection_sections.ts";
import { CONSOLE_SECTIONS } from "./console_sections.ts";
import { GRPC_SECTIONS } from "./grpc_sections.ts";
import { HOST_SECTIONS } from "./host_sections.ts";
import { HTTP2_SECTIONS } from "./http2_sections.ts";
import { JUMPSTARTER_EXITS, JUMPSTARTER_PROTOCOL_CODES, JUMPSTARTER_SECTIONS } from "./jumpstarter_sections.ts";
import { LAUNCH_SECTIONS } from "./launch_sections.ts";
import { MODEL_SERVER_EXITS, MODEL_SERVER_SECTIONS } from "./model_server_sections.ts";
import { NX_EXITS, NX_SECTIONS } from "./nx_sections.ts";
import { PROBE_SECTIONS } from "./probe_sections.ts";
import { PROTOCOL_SECTIONS } from "./protocol_sections.ts";
import { RPC_SECTIONS } from "./rpc_sections.ts";
import type { ErrorSection } from "./section.ts";

/** A class of errors, and the codes that it can have. */
export interface ErrorClass {
  /** Its name; `failure` for errors without a code of their own. */
  name: string;
  /** Its codes. */
  codes: readonly string[];
  /** The exit code for one of its codes. */
  exitCodeOf(code: string): number;
}

function errorClass<C extends string>(name: string, codes: readonly C[], make: (code: C) => Error): ErrorClass {
  return { name, codes, exitCodeOf: (code) => exitCodeOf(make(code as C)) };
}

const COMMAND_EXITS: Readonly<Record<string, number>> = { ...NX_EXITS, ...JUMPSTARTER_EXITS };

/** Every class of errors with codes. */
export const ERROR_CLASSES: readonly ErrorClass[] = [
  errorClass("RpcError", rpcErrorCodes(), (code) => new RpcError(code, "")),
  errorClass("MalformedError", ["Malformed"], () => new MalformedError("", "", 0, "")),
  { name: "GrpcError", codes: GRPC_ERROR_CODES, exitCodeOf: exitOfGrpcStatus },
  errorClass(
    "ProtocolError",
    [...PROTOCOL_ERROR_CODES, ...HTTP2_ERROR_CODES, ...JUMPSTARTER_PROTOCOL_CODES],
    (code) => new ProtocolError(code, ""),
  ),
  errorClass("ConnectionError", CONNECTION_ERROR_CODES, (code) => new ConnectionError(code, "")),
  errorClass("StartError", LAUNCH_ERROR_CODES, (code) => new StartError(code, "")),
  errorClass("HostError", HOST_ERROR_CODES, (code) => new HostError(code, "")),
  errorClass("ConfigError", [...SERVICE_LOOKUP_CODES, ...CONFIG_PROBLEM_CODES], (code) => new ConfigError(code, "")),
  { name: "ConsoleError", codes: Object.keys(CONSOLE_SECTIONS), exitCodeOf: () => EXIT.usage },
  errorClass("UsageError", ["Usage"], () => new UsageError("")),
  errorClass("CheckError", ["CheckFailed"], () => new CheckError("")),
  errorClass("PackageError", ["PackageMissing"], () => new PackageError("")),
  { name: "CommandError", codes: Object.keys(COMMAND_EXITS), exitCodeOf: (code) => COMMAND_EXITS[code]! },
  {
    name: "ModelServerError",
    codes: Object.keys(MODEL_SERVER_EXITS),
    exitCodeOf: (code) => MODEL_SERVER_EXITS[code]!,
  },
  { name: "failure", codes: ["ConfigInvalid"], exitCodeOf: () => EXIT.usage },
  { name: "failure", codes: ["CodingFailed"], exitCodeOf: () => EXIT.driverError },
  { name: "failure", codes: ["TokenRefused"], exitCodeOf: () => EXIT.refused },
  { name: "failure", codes: ["Interrupted"], exitCodeOf: () => SIGNAL_EXITS.SIGINT },
  { name: "failure", codes: ["Defect"], exitCodeOf: () => EXIT.defect },
];

/** Every section, by its code. */
const SECTIONS: Readonly<Record<string, ErrorSection>> = {
  ...RPC_SECTIONS,
  ...PROTOCOL_SECTIONS,
  ...CONNECTION_SECTIONS,
  ...GRPC_SECTIONS,
  ...NX_SECTIONS,
  ...JUMPSTARTER_SECTIONS,
  ...HTTP2_SECTIONS,
  ...LAUNCH_SECTIONS,
  ...HOST_SECTIONS,
  ...CONFIG_SECTIONS,
  ...CONSOLE_SECTIONS,
  ...MODEL_SERVER_SECTIONS,
  ...PROBE_SECTIONS,
};

/** A code, its classes and its section. */
export interface ExplainedCode extends ErrorSection {
  /** The code. */
  code: string;
  /** The classes that have it, with the exit code for each. */
  classes: readonly { name: string; exitCode: number }[];
}

/** Every code, in alphabetical order. */
export const ERROR_CODES: readonly string[] = Object.keys(SECTIONS).sort();

/** A code with its classes and section; null for an unknown code. */
export function explain(code: string): ExplainedCode | null {
  const section = Object.hasOwn(SECTIONS, code) ? SECTIONS[code]! : null;
  if (section === null) return null;
  const classes = ERROR_CLASSES.filter(({ codes }) => codes.includes(code));
  return { code, classes: classes.map(({ name, exitCodeOf }) => ({ name, exitCode: exitCodeOf(code) })), ...section };
}

/** The nine codes, from the tables of the wire. */
function rpcErrorCodes(): DriverRpcErrorCode[] {
  const type = describe("DriverRpcErrorCode");
  if (type?.kind !== "enum") throw new TypeError("Cannot list error codes: their enum is not in the tables");
  return type.variants.map(({ name }) => name as DriverRpcErrorCode);
}
