// Bundles style, font and scripts from npm into ../static/build, each with a .gz beside it. Run: npm run build
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "../../../node_modules");
const target = join(here, "../static/build");
const font = join(
  modules,
  "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
);

// the same version as static_url() gives, so that the preloaded font is the one that the style asks for
const version = (content) => createHash("sha256").update(content).digest("hex").slice(0, 12);

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const letters = await readFile(font);
await writeFile(join(target, "font.woff2"), letters);

await build({
  absWorkingDir: here,
  entryPoints: ["site.css", "map.css", "admin.css", "site.js", "map.js", "admin.js"],
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome120", "firefox115", "safari16"],
  nodePaths: [modules],
  external: ["font.woff2"],
  loader: { ".png": "file" },
  assetNames: "[name]",
  legalComments: "eof",
  logLevel: "warning",
});

const style = join(target, "site.css");
const written = await readFile(style, "utf8");
await writeFile(style, written.replaceAll("font.woff2", `font.woff2?v=${version(letters)}`));

for (const name of await readdir(target)) {
  if (/\.(css|js)$/.test(name)) {
    await writeFile(join(target, `${name}.gz`), gzipSync(await readFile(join(target, name)), { level: 9 }));
  }
}
