/**
 * A driver's end of the protocol: accepts connections, reads requests, sends answers.
 *
 * @module
 */
export { isSameVersion, versionText } from "../version.ts";
export { driftText, mismatchText, negotiate } from "./negotiation.ts";
export { Peer, type PeerHandler } from "./peer.ts";
export type { QueryAnswer } from "../rows/answer_parts.ts";
export { type ConnectionProfile, parseProfile, ProfileError } from "./profile.ts";
export { RequestReader } from "./request_reader.ts";
export { Server, type ServerOptions } from "./server.ts";
