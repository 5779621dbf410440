/** A program for tests that appends until it is killed: the folder is its argument, each head that it prints is acknowledged. */
import { draftsOf } from "../../conformance/event_storage.ts";
import { FileEventStorage } from "../event_storage.ts";

const storage = await FileEventStorage.open({ folder: Deno.args[0]!, segmentBytes: 20_000 });
let { head } = storage.info();
while (true) {
  const result = await storage.append(head, draftsOf(1 + head % 3, `e${head}`));
  head = result.head;
  console.log(head);
}
