// Builds dist/: one stylesheet, one script, the fonts and the icons. Run by ./run and ./test; embedded by tools/embed.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tabularDigits } from './fonts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, 'src');
const dist = join(here, 'dist');
const fonts = join(here, 'node_modules/@fontsource/be-vietnam-pro/files');
const firstVisit = 250_000; // HTML + CSS + JS + fonts on the wire; the page itself is counted with 20 kB

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

for (const subset of ['vietnamese', 'latin'])
    for (const weight of [400, 600])
        copyFileSync(join(fonts, `be-vietnam-pro-${subset}-${weight}-normal.woff2`), join(dist, `bvp-${subset}-${weight}.woff2`));
for (const weight of [400, 600])
    tabularDigits(join(fonts, `be-vietnam-pro-latin-${weight}-normal.woff`), join(dist, `digits-${weight}.woff2`), weight);
for (const name of ['icons.svg', 'favicon.svg'])
    writeFileSync(join(dist, name), readFileSync(join(src, name), 'utf8').replace(/>\s+</g, '><'));

const common = {
    bundle: true,
    minify: true,
    outdir: dist,
    target: ['chrome87', 'firefox78', 'safari15'],
    legalComments: 'none',
    logLevel: 'warning',
};
await build({ ...common, entryPoints: [join(src, 'app.css')], external: ['*.woff2'] });
// The same address as asset_url() in src/web/widgets.c, so that fonts may be kept for ever and are preloaded once.
const css = join(dist, 'app.css');
const pinned = (_, name) => {
    const hash = createHash('sha256').update(readFileSync(join(dist, name))).digest('hex').slice(0, 16);
    return `url(${name}?v=${hash})`;
};
writeFileSync(css, readFileSync(css, 'utf8').replace(/url\("?(?:\.\/)?([a-z0-9-]+\.woff2)"?\)/g, pinned));
await build({ ...common, entryPoints: [join(src, 'app.js')], format: 'iife' });

const sent = (name) => {
    const bytes = readFileSync(join(dist, name));
    return name.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
};
const names = ['app.css', 'app.js', 'icons.svg', ...[400, 600].flatMap((w) => [`bvp-vietnamese-${w}.woff2`, `bvp-latin-${w}.woff2`, `digits-${w}.woff2`])];
const total = names.reduce((sum, name) => sum + sent(name), 20_000);
for (const name of names) console.log(`${name.padEnd(26)} ${statSync(join(dist, name)).size} bytes, ${sent(name)} sent`);
console.log(`first visit                ${total} of ${firstVisit} bytes`);
if (total > firstVisit) throw new Error('the first visit became too heavy');
