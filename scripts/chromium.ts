import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** A page of the largest gallery takes seconds; a browser that hangs is ended after so much, in ms. */
const browserMs = 120_000;
/** A page as text, in bytes. */
const mostBytes = 64 * 1_024 * 1_024;

/** What a browser said. */
export interface Browsed {
  /** With `--dump-dom`: the page as it stands when all of it is loaded. */
  readonly out: string;
  /** Each line that the page's console would show. */
  readonly console: readonly string[];
}

/** Runs the distribution's Chromium without a window, in a profile of its own. Rejects with a sentence where there is none. */
export async function browse(url: string, ...flags: readonly string[]): Promise<Browsed> {
  const profile = await mkdtemp(join(tmpdir(), 'quartermaster-browser-'));
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--enable-logging=stderr',
    `--user-data-dir=${profile}`,
    ...flags,
    url,
  ];
  try {
    return await new Promise((resolve, reject) => {
      execFile('chromium', args, { timeout: browserMs, maxBuffer: mostBytes }, (error, out, err) => {
        if (error !== null)
          reject(
            error.code === 'ENOENT'
              ? new Error('There is no chromium here; on Debian and Ubuntu: apt-get install chromium')
              : error,
          );
        else resolve({ out, console: err.split('\n').filter((line) => line.includes(':CONSOLE:')) });
      });
    });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

const Measured = z.object({
  cards: z.number(),
  unknown: z.number(),
  broken: z.number(),
  height: z.number(),
  ends: z.array(z.number()),
  tooWide: z.array(z.string()),
  faint: z.array(z.string()),
  looks: z.record(z.string(), z.string()),
  scrollbars: z.array(z.string()),
});

/** What a page of the preview that was asked for with `check` found when it measured itself, see `src/bot/preview/page-check.ts`. Lengths in CSS pixels. */
export function measured({ out }: Browsed): z.infer<typeof Measured> {
  const json = /<body[^>]* data-check="([^"]*)"/.exec(out)?.[1];
  if (json === undefined) throw new Error(`the page has not measured itself: ${out.slice(0, 300)}`);
  return Measured.parse(
    JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
  );
}
