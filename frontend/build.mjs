// Bundles the islands and vendors htmx into the package, then records what was built.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { refuseElsewhere, silent, vendorWasm } from "./vision.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "spotter", "web", "static", "dist");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["annotate", "app", "charts", "form", "sw"].map((name) => join(here, "src", `${name}.ts`)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  plugins: [silent],
});
await copyFile(
  join(here, "node_modules", "htmx.org", "dist", "htmx.min.js"),
  join(out, "htmx.min.js"),
);

await vendorWasm(join(here, "node_modules"), out);

// The server puts these hashes into asset addresses, so a browser may keep them for ever.
const files = {};
for (const name of (await readdir(out)).sort()) {
  const bytes = await readFile(join(out, name));
  if (name.endsWith(".js")) refuseElsewhere(name, bytes.toString("utf8"));
  files[name] = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
await writeFile(join(out, "manifest.json"), `${JSON.stringify({ files }, null, 2)}\n`);
console.log(`built ${Object.keys(files).length} files`);
