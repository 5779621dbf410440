/**
 * The error of a request that cannot be run as it is.
 *
 * @module
 */

/** Nothing was run; the message is meant for the user. */
export class RequestError extends Error {}
