/** What to try first on a server without a configuration. */

/** Three commands that define a model, make an instance of it and list it. */
export function firstSteps(url: string): string {
  const at = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:").replace(/\/$/, "");
  const json = "-H 'content-type: application/json'";
  return [
    "Try:",
    `  curl ${at}/models ${json} -d '{"id":"note","fields":{"text":{"type":"String"}}}'`,
    `  curl ${at}/models/note/instances ${json} -d '{"text":"hello"}'`,
    `  curl ${at}/models/note/instances`,
    "",
  ].join("\n");
}
