import { h, render } from "./preact.ts";
import { signal } from "./signals.ts";

const count = signal(0);
render(<button onClick={() => count.value++}>{count}</button>, document.body);
