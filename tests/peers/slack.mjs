// Slack's Web API on loopback, until standard input ends:
//   node slack.mjs FOLDER_OF_EMULATE PORT [BEGUN*SPEED]  with the seed as one line
// Prints its address; a line "reset" forgets all but the seed, and is answered "done".
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, port, clock] = process.argv.slice(2);
if (clock) {
  // The bot's clock may run faster; what is posted bears its times.
  const [begun, speed] = clock.split("*");
  const start = Date.parse(begun);
  const now = Date.now.bind(Date);
  Date.now = () => Math.floor(start + (now() - start) * Number(speed));
}

const { createEmulator } = await import(pathToFileURL(`${folder}/dist/api.js`).href);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const seed = JSON.parse((await lines.next()).value);
const slack = await createEmulator({ service: "slack", port: Number(port), seed: { slack: seed } });
console.log(`http://127.0.0.1:${port}`);
for await (const line of lines) {
  if (line === "reset") {
    slack.reset();
    console.log("done");
  }
}
await slack.close();
process.exit(0);
