import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { galleryOf } from '../../../src/bot/preview/gallery.ts';
import { commands } from '../../../src/commands/index.ts';
import { browse, measured, type Browsed } from '../../../scripts/chromium.ts';
import { previewKeys } from '../../../src/bot/preview/house.ts';
import { documentKeys } from '../../terminal.ts';
import { openPreview } from './open.ts';

const entries = galleryOf(commands);

let preview: Awaited<ReturnType<typeof openPreview>>;
beforeAll(async () => {
  preview = await openPreview();
});
afterAll(() => preview.close());

/** A server closes a connection that was idle for some seconds, also just as it is used again on a busy machine. */
const got = (path: string): Promise<Response> => {
  const url = new URL(path, preview.url);
  return fetch(url).catch(() => fetch(url));
};
const page = async (path: string): Promise<string> => (await got(path)).text();

describe('the gallery', () => {
  it('has every example of every command, and each entry once', () => {
    expect(entries.map(({ title }) => title)).toEqual(
      expect.arrayContaining(commands.flatMap(({ examples }) => [...examples])),
    );
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('asks for plans under the keys that documents show', () => {
    expect(previewKeys).toEqual(documentKeys);
  });

  it.each(entries)('$id shows all of what it shows', async ({ id, part }) => {
    const answer = await got(`/entry/${id}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).not.toMatch(/unknown (?:block|component)/);
    expect(text).not.toContain('class="loud"');
    expect(text).toContain('class="card slack light"');
    for (const look of ['discord light', 'discord dark', 'discord dark phone'])
      expect(text.includes(`class="card ${look}"`), look).toBe(part !== 'home');
  });

  it.each([
    ['good', 'Done:'],
    ['plan', 'Attention:'],
    ['danger', 'Failed:'],
    ['problem', 'Problem:'],
    ['problem', 'list'],
    ['ambiguous', '<details class="select">'],
    ['plan-of-many', '<details class="select many">'],
    ['typed-word', '/press?'],
    ['form', '<article class="modal">'],
    ['awaiting', 'must approve'],
    ['wanted', '<span class="mention">@maria</span>'],
    ['review', '>Approve<'],
    ['under-way', 'of 6 done'],
    ['partial', '1 of 2 instances'],
    ['cannot-tell', 'cannot tell'],
    ['danger', '>Keep trying<'],
    ['keep-trying', '>Stop trying<'],
    ['frozen', 'the sale is on'],
    ['cancelled', 'Nothing was done'],
    ['picture-apart', 'src="data:image/png;base64,'],
    ['picture-together', 'src="data:image/png;base64,'],
    ['long-table', '(2 of '],
    ['digest', '>Release 198.51.100.24<'],
    ['digest', 'src="data:image/png;base64,'],
    ['digest-in-part', '4 more are in accounts that are not shown here.'],
    ['digest-clear', 'All clear: none of 412 addresses idles'],
    ['digest-of-owner', 'You own 1 thing that wastes'],
    ['digest-escalated', 'For 14 days nobody has done anything'],
    ['digest-of-one', '>Explain<'],
    ['code', '<pre>'],
    ['alert-form', 'value="weekdays 9:00 Europe/Paris"'],
    ['alert-form', 'placeholder="22:00-7:00"'],
    ['subscribe-form', '<option value="idle-addresses"'],
    ['alert-test', 'A test of the alert'],
    ['app-home', '<article class="home">'],
  ])('%s shows “%s”', async (id, piece) => {
    expect(await page(`/entry/${id}?only=slack&theme=light`)).toContain(piece);
  });

  it.each([
    ['good', 'accent-2ea043'],
    ['good', 'Done:'],
    ['plan', 'class="button danger"'],
    ['plan', '<hr class="piece" />'],
    ['danger', '>Keep trying<'],
    ['ambiguous', '<details class="select">'],
    ['plan-of-many', '<details class="select many">'],
    ['typed-word', '/press?'],
    ['form', '>Submit</button>'],
    ['form', '<code>/ec2 do confirm 7QK2M8TD</code>'],
    ['deny-form', '<textarea name="reason"'],
    ['wanted', '<span class="mention">@maria</span>'],
    ['partial', '1 of 2 instances'],
    ['frozen', 'the sale is on'],
    ['picture-apart', 'src="data:image/png;base64,'],
    ['picture-together', 'src="data:image/png;base64,'],
    ['code', '<pre>'],
    ['list-of-a-team', 'Only you can see this'],
    ['alert-form', 'value="weekdays 9:00 Europe/Paris"'],
    ['alert-form', '<h2>Change idle</h2>'],
    ['subscribe-form', '<option value="idle-addresses"'],
  ])('%s shows “%s” in Discord', async (id, piece) => {
    expect(await page(`/entry/${id}?only=discord&theme=light`)).toContain(piece);
  });

  it('what Discord is sent is read as it is meant: of what hides, strikes or leans nothing is there', async () => {
    for (const { id } of entries)
      expect(await page(`/entry/${id}?only=discord&theme=light`), id).not.toMatch(/<(?:i|u|s|q)>/);
  });

  it('every picture of Discord’s says in words what it shows', async () => {
    for (const id of ['picture-apart', 'picture-together'])
      expect(await page(`/entry/${id}?only=discord`)).toMatch(
        /<img src="data:image\/png;base64,[^"]+" alt="[^"]{20,}" \/>/,
      );
  });

  it('has logged no fault', () => {
    expect(preview.logged.filter((line) => !line.includes('the preview loses it'))).toEqual([]);
  });
});

/** A browser that draws all of it on a busy machine. */
const browserMs = 180_000;

describe('in a browser', () => {
  let all: Browsed;
  beforeAll(async () => {
    all = await browse(new URL('/all?check', preview.url).href, '--window-size=1760,1200', '--dump-dom');
  }, browserMs);

  it('every entry stands there', () => {
    for (const { id } of entries) expect(all.out).toContain(`<section class="entry" id="${id}">`);
    expect(measured(all).cards).toBeGreaterThan(entries.length * 6);
  });

  it('nothing is wider than its card, no picture is missing, nothing is unknown', () => {
    expect(measured(all)).toMatchObject({ tooWide: [], broken: 0, unknown: 0 });
  });

  it('every word can be read against what is behind it (WCAG 2.2, 1.4.3: 4.5 to 1)', () => {
    expect(measured(all).faint).toEqual([]);
  });

  it('light and dark differ', () => {
    const { looks } = measured(all);
    expect(looks['card slack light']).toBe('rgb(255, 255, 255) rgb(29, 28, 29)');
    expect(looks['card slack dark']).toBe('rgb(26, 29, 33) rgb(209, 210, 211)');
    expect(looks['card discord light']).toBe('rgb(255, 255, 255) rgb(49, 51, 56)');
    expect(looks['card discord dark']).toBe('rgb(49, 51, 56) rgb(219, 222, 225)');
    expect(looks['card terminal dark']).not.toBe(looks['card terminal light']);
  });

  it.each([
    ['dark', 'dark'],
    ['light', 'normal'],
  ])('what is %s scrolls on bars of that colour, the page too', async (theme, scheme) => {
    const url = new URL(`/entry/plain?only=slack&theme=${theme}&check`, preview.url).href;
    expect(measured(await browse(url, '--window-size=760,400', '--dump-dom')).scrollbars).toEqual([scheme, scheme]);
  });

  it('the console stays empty', () => {
    expect(all.console).toEqual([]);
  });

  it('takes a picture of one card', async () => {
    const path = join(tmpdir(), `quartermaster-card-${process.pid}.png`);
    const url = new URL('/entry/good?only=slack&theme=dark', preview.url).href;
    try {
      await browse(url, '--window-size=760,400', `--screenshot=${path}`);
      expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
    } finally {
      await rm(path, { force: true });
    }
  });
});
