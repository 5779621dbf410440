/** Lines of a snapshot as texts that a database keeps in a row each. */

/** About how many UTF-16 units of lines one text has. */
const PART_UNITS = 256 * 1024;

/** The lines, joined by line ends. */
export async function* partsOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let part: string[] = [], units = 0;
  for await (const line of lines) {
    part.push(line);
    units += line.length;
    if (units < PART_UNITS) continue;
    yield part.join("\n");
    [part, units] = [[], 0];
  }
  if (part.length > 0) yield part.join("\n");
}
