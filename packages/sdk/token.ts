/**
 * The token: a secret that the host shares with a driver that it starts. Clients prove with it that they belong to the
 * host.
 *
 * @module
 */

/** The environment variable that holds the expected token, set by the host. */
export const TOKEN_VARIABLE = "DBFLUX_DRIVER_IPC_TOKEN";
