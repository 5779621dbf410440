/**
 * What this driver uses of npm:@redis/client: the one place that names its version.
 *
 * @module
 */
export { createClient, ErrorReply, RESP_TYPES, SocketClosedUnexpectedlyError } from "npm:@redis/client@6.3.1";
