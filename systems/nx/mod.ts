/**
 * NX drivers in TypeScript.
 *
 * @module
 */
export {};
