/** Why a program is no plugin that can be used, in words that follow its path. */
export class PluginError extends Error {
  override readonly name = "PluginError";
}
