/**
 * Names that mark a secret: of variables, members of JSON and settings.
 *
 * @module
 */
const SECRET_NAME =
  /passw|passphrase|pwd|secret|token|credential|(?:^|[^a-z])pass(?:$|[^a-z])|(?:api|access|account|private|shared|auth|signing|encryption|master)[_-]?key|key$|(?:^|[_-])auth$/i;

/** Whether what has this name is a secret: `PGPASSWORD`, `client_secret`, `apiKey`, `PLANETS_KEY`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
