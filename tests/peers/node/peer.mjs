// What each program of node shares: it says that it is ready, and answers each line of its input.
//
// In: the engine and the number of tables as arguments, and lines `empty URL`, `idle URL`, `drift URL`.
// Out: the seconds that it took and the number of differences that it found, or `error` and the reason.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export const [engine, tables] = [process.argv[2], Number(process.argv[3])];

// Some print how far they are: what is not an answer goes nowhere.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const say = (line) => write(`${line}\n`);

/** The version of a package beside this file. */
export function version(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

/** The file of a database of SQLite. */
export function file(url) {
  return decodeURIComponent(url.slice("sqlite://".length));
}

/** Answers until nobody asks. `work` has a function for each word, of an address, that returns a number. */
export async function serve(versions, work) {
  say(`ready ${versions}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, url] = line.split(" ");
    try {
      const start = process.hrtime.bigint();
      const differences = await work[word](url);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      say(`${seconds.toFixed(9)} ${differences}`);
    } catch (error) {
      say(`error ${String(error).split(/\s+/).join(" ").slice(0, 200)}`);
    }
  }
  process.exit(0);
}
