/**
 * Finds the secrets in forms and connection profiles.
 *
 * @module
 */
export { formSecrets, isSecretKind, secretFields, secretsOfField } from "./form_secrets.ts";
export { isSecretMember, MAX_PROFILE_DEPTH, profileSecrets, secretText } from "./profile_secrets.ts";
