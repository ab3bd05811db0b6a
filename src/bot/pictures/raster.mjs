/**
 * The thread that turns SVG into PNG. It knows packages alone and is plain JavaScript, because not every Node.js that the
 * program runs on reads TypeScript, and neither tests nor sources have a bundler between them and a thread.
 * In: `{ svg, zoom }`, one at a time. Out: `{ png }`, or `{ error }` with a sentence.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const find = createRequire(import.meta.url).resolve;

/** Inter in the weights that drawings use, and its other alphabets in the usual one. */
const fonts = ['latin-400', 'latin-600', 'latin-ext-400', 'greek-400', 'cyrillic-400'];

const [fontBuffers] = await Promise.all([
  Promise.all(fonts.map((name) => readFile(find(`@fontsource/inter/files/inter-${name}-normal.woff2`)))),
  readFile(find('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm),
]);

/** @param {{ svg: string, zoom: number }} wanted @returns {Uint8Array} */
function pngOf({ svg, zoom }) {
  const drawing = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: zoom },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    // What is drawn lies in the memory of WebAssembly, which no collector looks at.
    drawing.free();
  }
}

parentPort?.on('message', (wanted) => {
  try {
    const png = pngOf(wanted);
    parentPort?.postMessage({ png }, [png.buffer]);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
