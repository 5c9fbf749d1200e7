// Builds static/ from the sources beside this file and the packages in node_modules:
//   style.<hash>.css  script.<hash>.js  charts.<hash>.js  icons.<hash>.svg  licences.txt
//   manifest.json
// Names carry a hash of the content, so that browsers may keep them for ever.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const bundled = async (entry) => {
  const result = await build({
    entryPoints: [entry], bundle: true, minify: true, write: false,
    format: "esm", target: "es2022", legalComments: "none", charset: "utf8",
  });
  return result.outputFiles[0].contents;
};

// One <symbol> an icon; the drawing attributes sit on the svg that uses it (style: .icon).
const sprite = (names) => {
  const symbols = names.map((name) => {
    const source = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
    const drawing = source.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
};

// Licence and notice of a package, and the licences of what it holds of others.
const legalTexts = (folder, within = "") => readdirSync(folder + within).sort().flatMap((name) => {
  if (name === "licenses" && !within) return legalTexts(folder, "/licenses");
  return /^(licen[cs]e|notice)/i.test(name) ? [readFileSync(`${folder}${within}/${name}`, "utf8").trim()] : [];
});

const licences = (packages) => packages.map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${legalTexts(folder).join("\n\n")}\n`;
}).join(`\n${"-".repeat(72)}\n\n`);

const files = {};
const put = (part, stem, extension, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  files[part] = `${stem}.${hash}.${extension}`;
  writeFileSync(`static/${files[part]}`, content);
};

mkdirSync("static", { recursive: true });
put("style", "style", "css", await bundled("css/main.css"));
put("script", "script", "js", await bundled("js/bundle.js"));
put("charts", "charts", "js", await bundled("js/charts.js"));
put("icons", "icons", "svg", sprite(JSON.parse(readFileSync("icons.json", "utf8"))));
writeFileSync("static/licences.txt", licences(["echarts", "htmx.org", "lucide-static", "tslib", "zrender"]));
const manifest = { built: "npm", sources: process.argv[2], files };
writeFileSync("static/manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
