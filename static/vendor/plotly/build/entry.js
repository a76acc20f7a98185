// What the bundle holds. lib/core brings the scatter trace and the components that build.mjs leaves (legend, hover, modebar …).
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import sankey from 'plotly.js/lib/sankey';
import treemap from 'plotly.js/lib/treemap';
import ja from 'plotly.js/lib/locales/ja';

// plotly.js 4.1.1 calls Pan "拡大" (zoom in), says the opposite of what a legend double click does, and leaves one out.
const corrections = {
    'Pan': '表示範囲の移動',
    'Double-click on legend to isolate one trace': '凡例をダブルクリックすると、その系列だけを表示します',
    'concentration:': '集中度:',
};

Plotly.register([bar, sankey, treemap]);
Plotly.register({ ...ja, dictionary: { ...ja.dictionary, ...corrections } });

export default Plotly;
