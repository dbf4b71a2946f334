// Bundles the islands and vendors htmx into the package, then records what was built.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "spotter", "web", "static", "dist");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["app", "charts", "sw"].map((name) => join(here, "src", `${name}.ts`)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
await copyFile(
  join(here, "node_modules", "htmx.org", "dist", "htmx.min.js"),
  join(out, "htmx.min.js"),
);

// The server puts these hashes into asset addresses, so a browser may keep them for ever.
const files = {};
for (const name of (await readdir(out)).sort()) {
  const bytes = await readFile(join(out, name));
  files[name] = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
await writeFile(join(out, "manifest.json"), `${JSON.stringify({ files }, null, 2)}\n`);
console.log(`built ${Object.keys(files).length} files`);
