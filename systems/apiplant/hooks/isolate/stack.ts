/** Where a hook threw. */

/** A stack with places of the hook's source alone, such as `source:3:9`: the isolate's own module tells authors nothing. */
export function stackInSource(stack: string): string {
  const lines = stack.split("\n").filter((line) => !line.includes("data:text/javascript"));
  return lines.join("\n").replaceAll(/blob:null\/[0-9a-f-]{36}/g, "source");
}
