/**
 * Names and sizes that both ends of Jumpstarter's wire know.
 *
 * @module
 */

/** The label with the dotted path of a node's client class in Python. */
export const CLIENT_LABEL = "jumpstarter.dev/client";

/** The label with a node's name under its parent; the root has none. */
export const NAME_LABEL = "jumpstarter.dev/name";

/** The label with the version of a device that was defined with one. */
export const VERSION_LABEL = "fluxwire.dev/version";

/** The key of the metadata that says what a byte stream is for. */
export const REQUEST_KEY = "request";

/** The key of the metadata that names the handle of a resource. */
export const RESOURCE_KEY = "resource";

/** The key of the metadata that says which coding of a resource the server does. */
export const ACCEPT_ENCODING_KEY = "x_jmp_accept_encoding";

/** The key of the metadata with the passphrase. */
export const PASSPHRASE_KEY = "x-jumpstarter-passphrase";

/** The longest payload that is sent in a frame; Python sends as much. */
export const MAX_PAYLOAD = 65_536;

/** The longest message that a Python peer takes, in bytes. */
export const MAX_RESULT = 4_194_304;

/** The encodings of a resource's bytes. */
export const ENCODINGS = ["gzip", "xz", "bz2", "zstd"] as const;

/** An encoding of a resource's bytes. */
export type Encoding = typeof ENCODINGS[number];
