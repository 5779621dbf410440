/** The text of every file below a folder, for tests that look for what must not be there. */
export async function readAll(folder: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    texts.push(isDirectory ? await readAll(path) : new TextDecoder().decode(await Deno.readFile(path)));
  }
  return texts.join("\n");
}
