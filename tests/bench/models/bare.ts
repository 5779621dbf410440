/** The rival: parses a body, appends an event of the same size to a file, and answers. It checks and keeps nothing else. */
const file = Deno.openSync(Deno.args[0]!, { append: true, create: true });
const encoder = new TextEncoder();
let seq = 0;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`listening on http://127.0.0.1:${port}`),
}, async (request) => {
  const data = JSON.parse(await request.text());
  const at = new Date().toISOString(), id = crypto.randomUUID(), instance = crypto.randomUUID();
  const event = {
    id,
    at,
    kind: "instance.created",
    model: "post",
    modelVersion: 1,
    instance,
    payload: data,
    commit: [++seq, seq],
    actor: "anonymous",
    origin: id,
    v: 1,
  };
  const line = encoder.encode(`${JSON.stringify([event])}\n`);
  for (let done = 0; done < line.length;) done += file.writeSync(line.subarray(done));
  return Response.json({ id: instance, revision: seq, modelVersion: 1, createdAt: at, updatedAt: at, data }, {
    status: 201,
  });
});
