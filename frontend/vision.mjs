// MediaPipe's landmarker, without the report of its use that it would send to its makers.
import { transform } from "esbuild";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// What sends, what sends once a minute, and where to. Each must be found once: a new version that
// reports in another way stops the build instead of doing so.
const REPORTS = [
  ["async send(t,e,r){", "async send(t,e,r){return;"],
  ["this.h=setInterval(()=>{this.flush()},6e4)", "this.h=void 0"],
  ['"https://odml.pa.googleapis.com/v1/log"', '""'],
];
const ELSEWHERE = /https?:\/\/(?!www\.w3\.org\/)[^\s"'`)]+/g;

function once(text, from, to) {
  if (text.split(from).length !== 2) {
    throw new Error(`@mediapipe/tasks-vision is not as it was: '${from}' must be in it once.`);
  }
  return text.replace(from, () => to);
}

/** An esbuild plugin: the package as it comes, but silent. */
export const silent = {
  name: "silent-landmarker",
  setup(build) {
    build.onLoad({ filter: /tasks-vision[\\/]vision_bundle\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: REPORTS.reduce((text, [from, to]) => once(text, from, to), source) };
    });
  },
};

/** Put the WebAssembly of the package into `out`, its loader without comments. */
export async function vendorWasm(modules, out) {
  const from = join(modules, "@mediapipe", "tasks-vision", "wasm");
  const loader = await readFile(join(from, "vision_wasm_internal.js"), "utf8");
  const { code } = await transform(loader, {
    minify: true,
    legalComments: "none",
    target: "es2022",
  });
  await writeFile(join(out, "vision.js"), code);
  await copyFile(join(from, "vision_wasm_internal.wasm"), join(out, "vision.wasm"));
}

/** Throw where a built script names another server. */
export function refuseElsewhere(name, text) {
  const found = text.match(ELSEWHERE);
  if (found) throw new Error(`${name} names another server: ${found.join(", ")}`);
}
