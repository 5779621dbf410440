/**
 * Lists the spans of the payload, as far as it can be read: the tape has at most `max_spans` of them, one after the
 * other, and the pass is the number of all.
 * @param {number} role
 * @param {number} layout
 * @param {number} max_depth
 * @param {number} max_values
 * @param {number} max_spans
 * @returns {number}
 */
export function annotate(role, layout, max_depth, max_values, max_spans) {
    const ret = wasm.annotate(role, layout, max_depth, max_values, max_spans);
    return ret >>> 0;
}

/**
 * Room for `length` bytes of a tape's byte strings; returns its address.
 * @param {number} length
 * @returns {number}
 */
export function bytes(length) {
    const ret = wasm.bytes(length);
    return ret >>> 0;
}

/**
 * Decodes the payload. On success the tape is the message; on failure it is the header, or empty.
 * @param {number} role
 * @param {number} layout
 * @param {number} max_depth
 * @param {number} max_values
 * @returns {number}
 */
export function decode(role, layout, max_depth, max_values) {
    const ret = wasm.decode(role, layout, max_depth, max_values);
    return ret >>> 0;
}

/**
 * Encodes the first `words` words of the tape and `text` bytes of its text. On success the bytes are the payload.
 * @param {number} role
 * @param {number} layout
 * @param {number} words
 * @param {number} text
 * @param {number} max_depth
 * @param {boolean} faithful
 * @returns {number}
 */
export function encode(role, layout, words, text, max_depth, faithful) {
    const ret = wasm.encode(role, layout, words, text, max_depth, faithful);
    return ret >>> 0;
}

/**
 * Room for a payload of `length` bytes to decode; returns its address.
 * @param {number} length
 * @returns {number}
 */
export function payload(length) {
    const ret = wasm.payload(length);
    return ret >>> 0;
}

/**
 * Returns the memory of all buffers to the allocator.
 */
export function release() {
    wasm.release();
}

/**
 * Leaves the text of a shape in the tape: its tag, a space, its keys with spaces between.
 * @param {number} number
 * @returns {number}
 */
export function shape(number) {
    const ret = wasm.shape(number);
    return ret >>> 0;
}

/**
 * Room for `length` bytes of a tape's text; returns its address.
 * @param {number} length
 * @returns {number}
 */
export function text(length) {
    const ret = wasm.text(length);
    return ret >>> 0;
}

/**
 * Room for `length` words of a tape to encode; returns its address.
 * @param {number} length
 * @returns {number}
 */
export function words(length) {
    const ret = wasm.words(length);
    return ret >>> 0;
}
export function __wbindgen_init_externref_table() {
    const table = wasm.__wbindgen_externrefs;
    table.set(0, undefined);
    table.set(1024, undefined);
    table.set(1025, null);
    table.set(1026, true);
    table.set(1027, false);
}

let wasm;
export function __wbg_set_wasm(val) {
    wasm = val;
}
