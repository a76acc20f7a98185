// node build.mjs OUT: writes plotly.min.js, plotly.css, LICENSE and VERSION.json into OUT. Called by build.sh.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUT = process.argv[2];
const TRACES = ['bar', 'heatmap', 'sankey', 'scatter', 'treemap'];
const LOCALE = 'ja';
const read = (...path) => readFileSync(join('node_modules', ...path), 'utf8');
const PLOTLY = JSON.parse(read('plotly.js', 'package.json')).version;

// The attribute schema carries its reference manual. plotly's own bundles drop it too; nothing reads it in a page.
const TEXT = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
const JOINED = String.raw`\[(?:\s|,|//[^\n]*\n|${TEXT})*\]\.join\(${TEXT}\)`;
const DESCRIPTION = new RegExp(String.raw`\bdescription:\s*(?:${JOINED}|${TEXT})\s*(?:,|(?=\}))`, 'g');

// A style attribute breaks style-src 'self'; the same through the DOM does not. A colour bar and a heatmap without gaps set one.
const STRICT = {
    'components/colorbar/draw.js': [".attr('style', '')", ".attr('style', null)", 2],
    'traces/heatmap/plot.js': [".attr('style', PIXELATED_IMAGE_STYLE)", ".style('image-rendering', 'pixelated')", 1],
};

function strict(path, source) {
    const place = Object.keys(STRICT).find((end) => path.endsWith(`/plotly.js/src/${end}`));
    if (!place) return source;
    const [found, wanted, times] = STRICT[place];
    const parts = source.split(found);
    if (parts.length !== times + 1) throw new Error(`${place}: expected ${times} of ${found}, found ${parts.length - 1}`);
    return parts.join(wanted);
}

const source = {
    name: 'plotly-source',
    setup({ onLoad }) {
        onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => ({
            contents: strict(path, readFileSync(path, 'utf8').replace(DESCRIPTION, '')),
            loader: 'js',
        }));
    },
};

// plotly inserts each rule at the head of its sheet, so the last one written comes first.
function stylesheet() {
    const rules = [];
    const lib = { addStyleRule: (selector, style) => rules.unshift(`${selector}{${style}}`) };
    new Function('require', read('plotly.js', 'build', 'plotcss.js'))(() => lib);
    return `/* plotly.js ${PLOTLY}: the rules it would inject, as a file for style-src 'self' */
${rules.join('\n')}

/* this site's */
.js-plotly-plot .plotly .modebar-btn:focus-visible{outline-color:var(--chart-text,#000);}
@media (prefers-reduced-motion:reduce){
.js-plotly-plot .plotly .ease-bg,.js-plotly-plot .plotly .modebar--hover>:not(.watermark){transition:none;}
}
@media print{
.js-plotly-plot .plotly .modebar{display:none;}
}
`;
}

function licenceOf(folder) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry));
    const text = file && readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim();
    return `${name} ${version}\n\n${text ?? `${license} (the package holds no licence file)`}`;
}

const packageFolder = (input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];

// Two versions of a package are two folders. maplibre's stylesheet is read and left out.
function licences(inputs) {
    const own = 'node_modules/plotly.js';
    const folders = Object.keys(inputs).filter((input) => !input.endsWith('.css')).map(packageFolder);
    const others = [...new Set(folders)].filter((folder) => folder && folder !== own).sort();
    return [own, ...others].map(licenceOf).join(`\n\n${'-'.repeat(80)}\n`) + '\n';
}

const file = 'plotly.min.js';
const { metafile, outputFiles } = await build({
    entryPoints: ['entry.js'],
    outfile: file,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'PlotlyBundle',
    footer: { js: 'var Plotly=PlotlyBundle.default;' },
    banner: { js: `/*! plotly.js ${PLOTLY} (MIT), custom bundle: ${TRACES.join(', ')}; ${LOCALE}. See LICENSE and build/ */` },
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none', // all of them stand in LICENSE
    define: { global: 'window', 'define.amd': 'false' },
    loader: { '.css': 'empty' }, // maplibre's, wanted only when a map trace is registered
    plugins: [source],
    metafile: true,
    write: false,
});

const script = outputFiles[0].contents;
const sha256 = createHash('sha256').update(script).digest('hex');
writeFileSync(join(OUT, file), script);
writeFileSync(join(OUT, 'plotly.css'), stylesheet());
writeFileSync(join(OUT, 'LICENSE'), licences(metafile.outputs[file].inputs));
writeFileSync(join(OUT, 'VERSION.json'), JSON.stringify({ 'plotly.js': PLOTLY, traces: TRACES, sha256, locale: LOCALE }, null, 2) + '\n');
console.log(`${file} ${script.length} bytes, sha256 ${sha256}`);
