/**
 * The codes of errors, without what causes them: for tables of all errors.
 *
 * @module
 */
export { GRPC_ERROR_CODES } from "./call/status.ts";
export { HTTP2_ERROR_CODES } from "./http2/error_code.ts";
