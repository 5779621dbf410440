/**
 * The part of npm:@redis/client that this driver uses: the only place that names its version.
 *
 * @module
 */
export { createClient, ErrorReply, RESP_TYPES, SocketClosedUnexpectedlyError } from "npm:@redis/client@6.3.1";
