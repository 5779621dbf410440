/** The library that checks tokens: its one import. */
export { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "npm:jose@6.2.18";
