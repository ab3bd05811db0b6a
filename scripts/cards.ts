/**
 * Takes the pictures of the README from the preview: `npm run cards`. Needs the distribution's Chromium, and a font with
 * emoji (Debian and Ubuntu: chromium, fonts-noto-color-emoji). The same sources give the same pictures, up to the browser's
 * letters.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDrawer } from '../src/bot/pictures/draw.ts';
import { startPreview } from '../src/bot/preview/server.ts';
import { commands } from '../src/commands/index.ts';
import { stderrLog } from '../src/core/drivers/stderr-log.ts';
import { createRedactor } from '../src/core/secrets.ts';
import { openPreviewHouse } from '../src/preview-house.ts';
import { browse, measured } from './chromium.ts';
import { fewerColours } from './fewer-colours.ts';

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url));

/** A picture has so many pixels for each of CSS. */
const scale = 2;
/** Of a long card the beginning is shown, whole blocks within so many CSS pixels, and so many below them. */
const highest = 1_060;
const margin = 2;
/** The page's own time until its picture is taken, in ms; what is loaded meanwhile is waited for. */
const lettersMs = 5_000;
/** A README of some pictures is to load at once. In bytes. */
const largest = 150_000;

/** A picture's file, the page that it shows, the platform, and how wide, in CSS pixels. */
const cards = [
  { name: 'plan', width: 760, path: '/entry/plan', only: 'slack', theme: 'light' },
  { name: 'outcome', width: 760, path: '/entry/good', only: 'slack', theme: 'dark' },
  { name: 'list', width: 860, path: '/entry/list-of-a-team', only: 'slack', theme: 'light' },
  { name: 'price', width: 760, path: '/entry/picture-together', only: 'slack', theme: 'dark' },
  { name: 'home', width: 760, path: '/entry/app-home', only: 'slack', theme: 'light' },
  { name: 'discord-plan', width: 690, path: '/entry/plan', only: 'discord', theme: 'dark' },
  { name: 'discord-outcome', width: 520, path: '/entry/good', only: 'discord', theme: 'light' },
  { name: 'discord-list', width: 540, path: '/entry/list-of-a-team', only: 'discord', theme: 'dark' },
  { name: 'discord-price', width: 690, path: '/entry/picture-together', only: 'discord', theme: 'light' },
  // App Home has no twin there: what waits for whoever approves takes its place.
  { name: 'discord-approval', width: 690, path: '/entry/review', only: 'discord', theme: 'dark' },
] as const;

const log = stderrLog(createRedactor([]));
const drawer = createDrawer();
const preview = await startPreview({
  commands,
  drawer,
  log,
  port: 0,
  open: (losesAnswers) => openPreviewHouse(losesAnswers, log),
});
try {
  await mkdir(folder, { recursive: true });
  for (const { name, width, path, only, theme } of cards) {
    const url = new URL(`${path}?only=${only}&theme=${theme}`, preview.url).href;
    const measures = measured(await browse(`${url}&check`, `--window-size=${width},200`, '--dump-dom'));
    const height =
      measures.height <= highest
        ? measures.height
        : Math.max(...measures.ends.filter((end) => end <= highest)) + margin;
    const file = join(folder, `${name}.png`);
    await browse(
      url,
      `--window-size=${width},${height}`,
      `--force-device-scale-factor=${scale}`,
      // Letters that are not loaded yet would be missing.
      `--virtual-time-budget=${lettersMs}`,
      `--screenshot=${file}`,
    );
    const picture = fewerColours(await readFile(file));
    await writeFile(file, picture);
    process.stdout.write(
      `${name}.png ${width * scale} × ${height * scale}, ${Math.round(picture.length / 1_000)} kB\n`,
    );
    if (picture.length > largest) process.exitCode = 1;
  }
} finally {
  await preview.close();
  await drawer.close();
}
