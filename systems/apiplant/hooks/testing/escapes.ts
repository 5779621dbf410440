/** Attempts of a hook to reach what is outside of its process, for the test that each is refused. */

/** What the attempts are aimed at. */
export interface Targets {
  /** A file with JSON that the server may read. */
  readonly file: string;
  /** A folder that the server may write. */
  readonly folder: string;
  /** A port of this machine where a server counts connections. */
  readonly port: number;
  /** A port of this machine where a socket counts datagrams. */
  readonly datagrams: number;
  /** The process id of the server. */
  readonly pid: number;
}

/** An attempt: the body of an async function that returns if it succeeds. With a time limit, it may also never end. */
export type Attempt = readonly [name: string, body: string, timeoutMs?: number];

/** Attempts that must fail, also if no global is removed. */
export function attemptsOn({ file, folder, port, datagrams, pid }: Targets): readonly Attempt[] {
  const url = `file://${file}`, web = `http://127.0.0.1:${port}/`;
  const worker = (text: string, options: string) => `
    const address = URL.createObjectURL(new Blob([${JSON.stringify(text)}], { type: "text/javascript" }));
    return await new Promise((resolve, reject) => {
      const worker = new Worker(address, { type: "module", ${options} });
      worker.onmessage = ({ data }) => data.failed ? reject(new Error(data.failed)) : resolve(data);
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
    });`;
  const required = `return (await import("node:module")).createRequire("file:///")`;
  const read = `Deno.readTextFile(${JSON.stringify(file)}).then((text) => postMessage({ text }),
    (error) => postMessage({ failed: String(error) }));`;
  const imported = `import(${
    JSON.stringify(url)
  }, { with: { type: "json" } }).then((m) => postMessage({ m: m.default }),
    (error) => postMessage({ failed: String(error) }));`;
  return [
    ["import a file as JSON", `return (await import("${url}", { with: { type: "json" } })).default;`],
    ["import a file as text", `return (await import("${url}", { with: { type: "text" } })).default;`],
    ["import a file as bytes", `return (await import("${url}", { with: { type: "bytes" } })).default;`],
    ["import a file as a module", `return Object.keys(await import("${url}"));`],
    [
      "import a file by a computed address",
      `const a = "${url}"; return (await import(a, { with: { type: "json" } })).default;`,
    ],
    ["import a file by eval", `return (await eval('import("${url}", { with: { type: "json" } })')).default;`],
    [
      "import a file by a function made from text",
      `return (await new Function('return import("${url}", { with: { type: "json" } })')()).default;`,
    ],
    [
      "import a file through a data: module",
      `return (await import("data:text/javascript,import x from '${url}' with { type: 'json' }; export default x;")).default;`,
    ],
    [
      "import a file through a blob: module",
      `
      const text = "import x from '${url}' with { type: 'json' }; export default x;";
      return (await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))).default;`,
    ],
    ["import a relative path", `return Object.keys(await import("./etc/hostname"));`],
    ["import from the web", `return Object.keys(await import("${web}x.js"));`],
    ["import an npm package", `return Object.keys(await import("npm:left-pad@1.3.0"));`],
    ["import a jsr package", `return Object.keys(await import("jsr:@std/assert@1"));`],
    ["import a bare name", `return Object.keys(await import("left-pad"));`],
    ["resolve and read the main module", `return await Deno.readTextFile(new URL(Deno.mainModule));`],
    ["read a file", `return await Deno.readTextFile("${file}");`],
    ["read a file by a handle of /proc", `return await Deno.readTextFile("/proc/${pid}/environ");`],
    ["read a folder", `return [...Deno.readDirSync("/")].length;`],
    ["open a file", `return (await Deno.open("${file}")).isTerminal();`],
    ["write a file", `return await Deno.writeTextFile("${folder}/written", "x");`],
    ["make a temporary file", `return await Deno.makeTempFile();`],
    ["fetch a file", `return await (await fetch("${url}")).text();`],
    ["read a file by node:fs", `return (await import("node:fs")).readFileSync("${file}", "utf8");`],
    ["read a file by node:fs/promises", `return await (await import("node:fs/promises")).readFile("${file}", "utf8");`],
    [
      "read a file by process.getBuiltinModule",
      `return process.getBuiltinModule("fs").readFileSync("${file}", "utf8");`,
    ],
    ["load a CommonJS module", `return (await import("node:module")).createRequire("file:///")("${file}");`],
    ["read the environment", `return Deno.env.toObject();`],
    ["read a variable", `return Deno.env.get("PATH") ?? "none";`],
    [
      "read the environment by node:process",
      `return Object.keys((await import("node:process")).default.env).concat("reached");`,
    ],
    ["read the environment by the global process", `return process.env.PATH.length;`],
    ["connect by TCP", `return (await Deno.connect({ hostname: "127.0.0.1", port: ${port} })).localAddr;`],
    [
      "connect by a Unix socket",
      `return (await Deno.connect({ transport: "unix", path: "${folder}/socket" })).localAddr;`,
    ],
    ["listen", `return Deno.listen({ port: 0 }).addr;`],
    ["serve HTTP", `return Deno.serve({ port: 0 }, () => new Response()).addr;`],
    ["resolve a name", `return await Deno.resolveDns("localhost", "A");`],
    [
      "send a datagram",
      `return await Deno.listenDatagram({ transport: "udp", port: 0 }).send(new Uint8Array(1), { transport: "udp", hostname: "127.0.0.1", port: ${datagrams} });`,
    ],
    ["fetch from the web", `return (await fetch("${web}")).status;`],
    [
      "open a web socket",
      `return await new Promise((resolve, reject) => {
      const socket = new WebSocket("ws://127.0.0.1:${port}/");
      socket.onopen = () => resolve(1); socket.onerror = () => reject(new Error("refused")); });`,
    ],
    [
      "open an event source",
      `return await new Promise((resolve, reject) => {
      const source = new EventSource("${web}");
      source.onopen = () => resolve(1); source.onerror = () => reject(new Error("refused")); });`,
    ],
    [
      "send a datagram by node:dgram",
      `const socket = (await import("node:dgram")).createSocket("udp4"); return await new Promise((resolve, reject) =>
      socket.on("error", reject).send("x", ${datagrams}, "127.0.0.1", (error) => error ? reject(error) : resolve(1)));`,
      // What it throws reaches no code of the hook.
      1_000,
    ],
    [
      "turn on flags of the engine",
      `(await import("node:v8")).setFlagsFromString("--allow-natives-syntax");
      return (0, eval)("%GetOptimizationStatus(function () {})") ?? 1;`,
    ],
    [
      "connect by node:net",
      `const net = await import("node:net"); return await new Promise((resolve, reject) =>
      net.connect(${port}, "127.0.0.1").on("connect", () => resolve(1)).on("error", reject));`,
    ],
    [
      "request by node:http",
      `const http = await import("node:http"); return await new Promise((resolve, reject) =>
      http.get("${web}", () => resolve(1)).on("error", reject));`,
    ],
    ["resolve a name by node:dns", `return await (await import("node:dns/promises")).lookup("localhost");`],
    ["run a program", `return (await new Deno.Command("/bin/true").output()).code;`],
    [
      "run a program by node:child_process",
      `return (await import("node:child_process")).execFileSync("/bin/true").length + 1;`,
    ],
    ["run Deno itself", `return (await new Deno.Command(Deno.execPath(), { args: ["eval", "1"] }).output()).code;`],
    ["kill the server", `return Deno.kill(${pid}, "SIGKILL");`],
    ["kill the parent", `return Deno.kill(Deno.ppid, "SIGKILL");`],
    ["kill the server by node:process", `return (await import("node:process")).default.kill(${pid}, "SIGKILL");`],
    ["kill its own process", `return Deno.kill(Deno.pid, "SIGKILL");`],
    ["kill its own process by the global process", `return process.kill(process.pid, "SIGKILL");`],
    ["end its process", `Deno.exit(0);`],
    ["abort its process", `process.abort();`],
    ["load a native library", `return Deno.dlopen("libc.so.6", {});`],
    ["load a native addon", `return process.dlopen({ exports: {} }, "${folder}/addon.node");`],
    ["ask for information on the system", `return [Deno.hostname(), Deno.osRelease(), Deno.networkInterfaces()];`],
    ["ask for its user", `return Deno.uid();`],
    ["read information by node:os", `return (await import("node:os")).userInfo();`],
    [
      "ask for a permission",
      `const { state } = await Deno.permissions.request({ name: "read" });
      if (state !== "granted") throw new Error(state); return state;`,
    ],
    [
      "ask for every permission",
      `const states = await Promise.all(["read", "write", "net", "env", "run", "sys", "ffi", "import"]
      .map((name) => Deno.permissions.query({ name })));
      if (states.every(({ state }) => state !== "granted")) throw new Error("none"); return states;`,
    ],
    ["give a worker a permission", worker(read, `deno: { permissions: { read: true } }`)],
    ["give a worker all permissions", worker(read, `deno: { permissions: "inherit" }`)],
    ["read a file in a worker", worker(read, "")],
    ["import a file in a worker", worker(imported, "")],
    [
      "import a file as a worker",
      `return await new Promise((resolve, reject) => {
      const worker = new Worker("${url}", { type: "module" });
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
      worker.onmessage = resolve; });`,
    ],
    [
      "read a file in a worker of node",
      `const { Worker: W } = await import("node:worker_threads");
      return await new Promise((resolve, reject) => {
        const worker = new W("require('node:fs').readFileSync('${file}')", { eval: true });
        worker.on("error", reject); worker.on("exit", resolve); });`,
    ],
    [
      "open a database file",
      `return new (await import("node:sqlite")).DatabaseSync("${folder}/a.db").exec("create table t (a)");`,
    ],
    [
      "attach a database file",
      `const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(":memory:"); database.exec("attach '${folder}/b.db' as b; create table b.t (a)"); return 1;`,
    ],
    [
      "load an extension of SQLite",
      `const { DatabaseSync } = await import("node:sqlite");
      return new DatabaseSync(":memory:", { allowExtension: true }).loadExtension("${folder}/extension.so");`,
    ],
    ["open the inspector", `return (await import("node:inspector")).open(0) ?? 1;`],
    ["store for later processes", `localStorage.setItem("a", "b"); return localStorage.getItem("a");`],
    ["cache for later processes", `return await (await caches.open("a")).put("${web}", new Response("x")) ?? 1;`],
    ["open a key-value store", `return await (await Deno.openKv("${folder}/kv")).get(["a"]);`],
    [
      "write among the frames",
      `const text = new TextEncoder().encode("forged line of a log\\n");
      Deno.stdout.writeSync(text); await new Promise(() => {});`,
    ],
    ["read a question's answer from stdin", `return await new Response(Deno.stdin.readable).text();`, 1_000],
    ["reach the functions of the broker", `return ctx.get.constructor("return Deno.readTextFileSync('${file}')")();`],
    ["use the internals of Deno", `return Deno[Deno.internal].core.ops.op_read_file_text_sync("${file}");`],
    [
      "read a file by WebAssembly of WASI",
      `const { WASI } = await import("node:wasi");
      return Object.keys(new WASI({ version: "preview1", preopens: { "/": "/" } }).getImportObject());`,
    ],
    ["connect by TLS", `return (await Deno.connectTls({ hostname: "127.0.0.1", port: ${port} })).localAddr;`],
    [
      "fetch through a proxy",
      `const client = Deno.createHttpClient({ proxy: { url: "${web}" } });
      return (await fetch("http://example.com/", { client })).status;`,
    ],
    [
      "fetch through a socket as a proxy",
      `const client = Deno.createHttpClient({ proxy: { transport: "unix", path: "${folder}/socket" } });
      return (await fetch("http://example.com/", { client })).status;`,
    ],
    ["open a QUIC session", `return await new WebTransport("https://127.0.0.1:${datagrams}/").ready;`],
    [
      "read memory by its address",
      `return new Deno.UnsafePointerView(Deno.UnsafePointer.create(4096n)).getUint8();`,
    ],
    ["require node:fs", `${required}("node:fs").readFileSync("${file}", "utf8");`],
    ["require node:child_process", `${required}("node:child_process").execFileSync("/bin/true").length + 1;`],
    [
      "write among the frames by node:process",
      `${required}("node:process").stdout.write("forged line\\n"); await new Promise(() => {});`,
      2_000,
    ],
    [
      "read a file in another context",
      `return (await import("node:vm")).runInNewContext('import("${url}", { with: { type: "json" } })');`,
    ],
    ["link a file", `return Deno.symlinkSync("${file}", "${folder}/link") ?? 1;`],
    ["go to another folder", `return Deno.chdir("${folder}") ?? 1;`],
  ];
}

/** Sources whose static import must keep them from loading. */
export function staticImports({ file, port }: Targets): readonly string[] {
  const url = `file://${file}`;
  return [
    `import x from "${url}" with { type: "json" };`,
    `import x from "${url}" with { type: "text" };`,
    `export * from "${url}";`,
    `import "./etc/hostname";`,
    `import "http://127.0.0.1:${port}/x.js";`,
    `import "npm:left-pad@1.3.0";`,
    `import "jsr:@std/assert@1";`,
    `import "left-pad";`,
    `import "data:text/javascript,import '${url}' with { type: 'json' };";`,
  ];
}

/** Globals that the second layer removes. They reach nothing outside, but hooks have no use for them. */
export const REMOVED: readonly Attempt[] = [
  ["its process's facts", `return [Deno.pid, Deno.mainModule, Deno.version];`],
  ["a worker", `return new Worker("data:text/javascript,", { type: "module" }).terminate() ?? 1;`],
  ["shared memory", `return new SharedArrayBuffer(8).byteLength;`],
  ["WebAssembly", `return new WebAssembly.Memory({ initial: 1 }).buffer.byteLength;`],
  ["channels", `return new BroadcastChannel("a").close() ?? 1;`],
  ["the graphics adapter", `return await navigator.gpu.requestAdapter() ?? 1;`],
  ["prompts", `return prompt("?") ?? 1;`],
];
