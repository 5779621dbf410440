/** The version of the protocol between servers and drivers. */
export const PROTOCOL = 1;
