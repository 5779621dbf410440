/**
 * Devices for Jumpstarter's clients.
 *
 * @module
 */
export { CLIENT_LABEL, NAME_LABEL, VERSION_LABEL } from "./wire/names.ts";
