// Draws each <figure data-chart="ID"> from the JSON that json_script wrote under that id ({data, layout}) into its
// [data-chart-canvas]. Figures leave text, grid and paper colours unset; they come from the --chart-* tokens.
// data-drawn on the figure tells how it went: "true" or "failed" (the reader then sees the figure's data-error).

const NEAR_VIEWPORT_PX = 400;
const PRINT_WIDTH_PX = 680; // A4 less 15 mm a side
const INK = { text: '#000', grid: '#bbb', paper: '#fff' }; // paper is white in the dark scheme too

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const darkScheme = matchMedia('(prefers-color-scheme: dark)');
const coarsePointer = matchMedia('(pointer: coarse)');

const figures = [...document.querySelectorAll('figure[data-chart]')];
const drawn = new Map(); // figure → {data, layout, size}; plotly keeps the reader's zoom in data and layout

function tokens(element) {
    const style = getComputedStyle(element);
    const token = (name) => style.getPropertyValue(`--chart-${name}`).trim();
    return { text: token('text'), grid: token('grid'), paper: token('paper') };
}

// A template holds only defaults, so what a figure sets itself stays.
function themed(template, colours) {
    const axis = { gridcolor: colours.grid, zerolinecolor: colours.grid, linecolor: colours.grid, tickcolor: colours.grid };
    return {
        ...template,
        layout: {
            ...template?.layout,
            font: { ...template?.layout?.font, color: colours.text },
            paper_bgcolor: colours.paper,
            plot_bgcolor: colours.paper,
            modebar: { bgcolor: colours.paper, color: colours.text, activecolor: colours.text },
            xaxis: { ...template?.layout?.xaxis, ...axis },
            yaxis: { ...template?.layout?.yaxis, ...axis },
            // A drag zooms, which on a touch screen would hold the page in place.
            ...(coarsePointer.matches && { dragmode: false }),
        },
    };
}

function config(figure) {
    return {
        responsive: true,
        displaylogo: false,
        showSendToCloud: false, // plotly.js 4 shows by default a button that posts the data to an outside server
        locale: document.documentElement.lang,
        displayModeBar: 'hover',
        modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'],
        toImageButtonOptions: { filename: figure.dataset.chart, scale: 2 },
    };
}

function read(figure) {
    const { data, layout } = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    return { data, layout, size: { width: layout.width, height: layout.height } };
}

// A click on a treemap's tile with an address goes there; on another it zooms in by an animation, without motion at once.
function leadOn(canvas, { points, nextLevel }) {
    const address = points[0].customdata;
    if (address) {
        location.assign(address);
        return false;
    }
    if (!reducedMotion.matches) return true;
    Plotly.restyle(canvas, { level: nextLevel }, points[0].curveNumber);
    return false;
}

// A click on a Sankey's node with an address goes there; customdata is [address, words].
function followNode({ points }) {
    const [node] = points;
    if (node.sourceLinks && Array.isArray(node.customdata) && node.customdata[0]) location.assign(node.customdata[0]);
}

// plotly draws a trace the bundle lacks as an empty scatter, without a word.
function refuseUnknownTraces(data, canvas) {
    const unknown = data.find(({ type = 'scatter' }, index) => type !== canvas._fullData[index].type);
    if (unknown) throw new TypeError(`the plotly bundle has no ${unknown.type} trace`);
}

// Everything before the await is drawn when this returns: beforeprint waits for no promise.
async function plot(figure, { colours, width }) {
    const canvas = figure.querySelector('[data-chart-canvas]');
    if (!drawn.has(figure)) {
        drawn.set(figure, read(figure));
        canvas.replaceChildren();
    }
    const { data, layout, size } = drawn.get(figure);
    const template = themed(layout.template, colours ?? tokens(canvas));
    const done = Plotly.newPlot(canvas, data, Object.assign(layout, size, { template }, width && { width }), config(figure));
    canvas.on('plotly_treemapclick', (event) => leadOn(canvas, event));
    canvas.on('plotly_click', followNode);
    await done;
    refuseUnknownTraces(data, canvas);
}

function fail(figure, error) {
    console.error(`Chart ${figure.dataset.chart} was not drawn:`, error);
    const sentence = document.createElement('p');
    sentence.setAttribute('role', 'alert');
    sentence.textContent = figure.dataset.error;
    figure.querySelector('[data-chart-canvas]').replaceChildren(sentence);
    figure.dataset.drawn = 'failed';
}

async function draw(figure, options = {}) {
    if (figure.dataset.drawn === 'failed') return;
    nearViewport.unobserve(figure);
    try {
        await plot(figure, options);
        figure.dataset.drawn = 'true';
    } catch (error) {
        fail(figure, error);
    }
}

// A task each: the first chart stands before the next is drawn.
const nearViewport = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => setTimeout(draw, 0, entry.target)),
    { rootMargin: `${NEAR_VIEWPORT_PX}px` },
);

// Near where the window will stand: the scroll to an address's #place comes after this script.
function isNearWindow(figure) {
    const target = document.getElementById(location.hash.slice(1));
    const windowTop = target ? target.getBoundingClientRect().top : 0;
    const { top, bottom } = figure.getBoundingClientRect();
    return figure.checkVisibility() && top < windowTop + innerHeight + NEAR_VIEWPORT_PX && bottom > windowTop;
}

// In a hidden place plotly can't measure: such a figure waits until it is shown.
function redraw() {
    [...drawn.keys()].forEach((figure) => (figure.checkVisibility() ? draw(figure) : nearViewport.observe(figure)));
}

figures.forEach((figure) => nearViewport.observe(figure));
figures.filter(isNearWindow).slice(0, 1).forEach((figure) => draw(figure)); // the observer would answer a frame later
darkScheme.addEventListener('change', redraw);
window.addEventListener('afterprint', redraw);
window.addEventListener('beforeprint', () => {
    figures.forEach((figure) => draw(figure, { colours: INK, width: PRINT_WIDTH_PX }));
});
