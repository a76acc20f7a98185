// node build.mjs OUT: writes plotly.min.js, plotly.css, LICENSE and VERSION.json into OUT. Called by build.sh.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUT = process.argv[2];
const TRACES = ['bar', 'sankey', 'scatter', 'treemap'];
const LOCALE = 'ja';
// Chromium then compiles the file beside the page's thread, not function by function while it draws the first chart.
const COMPILE_WHOLE = '//# allFunctionsCalledOnLoad';
const read = (...path) => readFileSync(join('node_modules', ...path), 'utf8');
const PLOTLY = JSON.parse(read('plotly.js', 'package.json')).version;

// The attribute schema carries its reference manual. plotly's own bundles drop it too; nothing reads it in a page.
const TEXT = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
const JOINED = String.raw`\[(?:\s|,|//[^\n]*\n|${TEXT})*\]\.join\(${TEXT}\)`;
const DESCRIPTION = new RegExp(String.raw`\bdescription:\s*(?:${JOINED}|${TEXT})\s*(?:,|(?=\}))`, 'g');

// No figure here uses these. plotly's core asks for each by name and does without; the other components it reads unasked.
const LEFT_OUT = ['annotations3d', 'updatemenus', 'sliders', 'rangeslider', 'rangeselector', 'grid', 'errorbars', 'colorbar'];

function withoutComponents(source) {
    return LEFT_OUT.reduce((kept, name) => {
        const parts = kept.split(`    require('./components/${name}'),\n`);
        if (parts.length !== 2) throw new Error(`core.js: expected ${name} once, found ${parts.length - 1}`);
        return parts.join('');
    }, source);
}

function slim(path, source) {
    const described = source.replace(DESCRIPTION, '');
    return path.endsWith('/plotly.js/src/core.js') ? withoutComponents(described) : described;
}

const source = {
    name: 'plotly-source',
    setup({ onLoad }) {
        onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => ({
            contents: slim(path, readFileSync(path, 'utf8')),
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
    banner: { js: `${COMPILE_WHOLE}\n/*! plotly.js ${PLOTLY} (MIT), custom bundle: ${TRACES.join(', ')}; ${LOCALE}. See LICENSE and build/ */` },
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
writeFileSync(join(OUT, 'VERSION.json'), JSON.stringify({ 'plotly.js': PLOTLY, traces: TRACES, left_out: LEFT_OUT, sha256, locale: LOCALE }, null, 2) + '\n');
console.log(`${file} ${script.length} bytes, sha256 ${sha256}`);
