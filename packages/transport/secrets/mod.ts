/**
 * Masks secrets in output and stored text: one engine and one {@link MASK} for every place.
 *
 * @module
 */
export { addressSecrets } from "./address_secrets.ts";
export { MASK, MAX_ALL_CHARACTERS, MAX_SECRET_CHARACTERS, MAX_SECRETS, MIN_SECRET_CHARACTERS } from "./mask.ts";
export { isSameSecret } from "./same_secret.ts";
export { isSecretName } from "./secret_name.ts";
export { Secrets } from "./secrets.ts";
