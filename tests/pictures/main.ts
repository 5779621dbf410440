/**
 * `deno task pictures:generate`: draws docs/pictures/*.txt as SVG beside them. With `--check` it compares instead, and fails
 * if a picture does not match its text.
 *
 * @module
 */
import { parsePicture } from "./notation.ts";
import { toSvg } from "./svg.ts";

const FOLDER = new URL("../../docs/pictures/", import.meta.url);

const isCheck = Deno.args.includes("--check");
const stale: string[] = [];
for (const { name } of Deno.readDirSync(FOLDER)) {
  if (!name.endsWith(".txt")) continue;
  const picture = name.replace(/\.txt$/, ".svg");
  const drawn = toSvg(parsePicture(Deno.readTextFileSync(new URL(name, FOLDER))));
  if (!isCheck) Deno.writeTextFileSync(new URL(picture, FOLDER), drawn);
  else if (drawn !== textOf(picture)) stale.push(picture);
}
if (stale.length > 0) {
  console.error(`Stale docs/pictures: ${stale.join(", ")}: run deno task pictures:generate and commit the files`);
  Deno.exit(1);
}

/** A picture's text, or null if it is missing. */
function textOf(name: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(name, FOLDER));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
