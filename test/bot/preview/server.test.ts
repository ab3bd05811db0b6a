import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPreview } from './open.ts';

let preview: Awaited<ReturnType<typeof openPreview>>;
beforeAll(async () => {
  preview = await openPreview();
});
afterAll(() => preview.close());

const get = async (path: string) => {
  const answer = await fetch(new URL(path, preview.url));
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** Words of a page, with single spaces; those of neighbouring cells are not parted. */
const words = (page: string): string => page.replace(/<[^>]*>|\u200B/g, '').replace(/\s+/g, ' ');

/** Asks under another name than the address has. */
const askedAs = (host: string, method = 'GET'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(preview.url, { method, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the preview', () => {
  it('lists every entry by group, and has a field to type a line in', async () => {
    const { status, text } = await get('/');
    expect(status).toBe(200);
    for (const piece of ['Kinds of reply', '/entry/app-home', '/entry/demo-reset-1', 'name="line"', 'thrown away'])
      expect(text).toContain(piece);
  });

  it('shows what a line answers, on each platform in each look', async () => {
    const { status, text } = await get('/?line=list%20running');
    expect(status).toBe(200);
    for (const title of [
      'Slack, light',
      'Slack, dark',
      'Discord, light',
      'Discord, dark',
      'Discord on a phone',
      'Terminal, 100 columns',
      'Terminal, 60 columns',
    ])
      expect(text).toContain(`aria-label="${title}"`);
    expect(words(text).match(/api-1/g)?.length).toBeGreaterThanOrEqual(7);
    expect(text).toContain('Only visible to you');
    expect(text).toContain('Only you can see this');
  });

  it('shows one platform in one look alone, with nothing around it', async () => {
    const { text } = await get('/entry/list-1?only=slack&theme=dark');
    expect(text.match(/class="card /g)).toHaveLength(1);
    expect(text).toContain('class="card slack dark"');
    expect(text).not.toContain('class="bar"');
  });

  it('does what its buttons say: a plan is confirmed, and the demo account has changed', async () => {
    const plan = await get('/?line=stop%20web-1');
    const [, confirm = ''] = /href="(\/\?line=confirm%20[^"]+)"/.exec(plan.text) ?? [];
    expect(words((await get(confirm)).text)).toContain('is stopped.');
    expect(words((await get('/?line=show%20web-1')).text)).toContain('stopped');
    await get('/?line=demo%20reset');
  });

  it('shows what Slack shows: who said what of a change, a way to share what one person alone sees, its own words in help', async () => {
    const inSlack = async (line: string) => {
      const { text } = await get(`/?only=slack&theme=light&line=${encodeURIComponent(line)}`);
      return { text: words(text), confirm: /href="\/\?line=(confirm%20[^"]+)"/.exec(text)?.[1] ?? '' };
    };
    const plan = await inSlack('stop web-2');
    expect(plan.text).toContain('@maria: /ec2 stop web-2');
    expect(plan.text).not.toContain('Only visible to you');
    const line = decodeURIComponent(plan.confirm);
    expect((await inSlack(line)).text).toMatch(new RegExp(`@maria: /ec2 stop web-2.*@maria: /ec2 ${line}`));
    const read = await inSlack('show web-2');
    expect(read.text).toMatch(/Only visible to you.*Share in channel/);
    const shared = await inSlack('show web-2 share:yes');
    expect(shared.text).toContain('@maria: /ec2 show web-2');
    expect(shared.text).not.toMatch(/Only visible to you|Share in channel/);
    expect((await inSlack('stop nobody-1')).text).toContain('Only visible to you');
    expect((await inSlack('demo reset')).text).toContain('Only visible to you');
    expect((await inSlack('help all')).text).toMatch(/as:csv.*share:yes/);
  });

  it('shows in a terminal what a terminal knows', async () => {
    const { text } = await get('/?only=terminal&line=help%20all');
    expect(words(text)).toContain('quit, bye and Ctrl-D');
    expect(words(text)).not.toContain('share:yes');
  });

  it('opens the form of a button that wants one, tells what is wrong in it, and does what it makes', async () => {
    const plan = await get('/?line=terminate%20crawler-spot-1');
    const [, press = ''] = /href="(\/press\?[^"]+)"/.exec(plan.text) ?? [];
    const path = press.replaceAll('&amp;', '&');
    const form = await get(path);
    expect(form.text).toContain('<article class="modal">');
    expect(form.text).toContain('name="typed"');
    expect(words(form.text)).toContain('? Nothing has happened yet.');
    const submit = `/?${path.slice('/press?'.length)}`;
    expect(words((await get(`${submit}&typed=other`)).text)).toContain(
      'This is not what was asked for: crawler-spot-1',
    );
    expect(words((await get(`${submit}&typed=crawler-spot-1`)).text)).toMatch(/is terminated|must approve/);
  });

  it('leads from Discord’s buttons, selects and forms where Slack’s lead', async () => {
    const inDiscord = (path: string) => get(`${path}${path.includes('?') ? '&' : '?'}only=discord&theme=dark`);
    const plan = await inDiscord('/?line=terminate%20notebook-2');
    expect(words(plan.text)).toContain('@maria: /ec2 do terminate notebook-2');
    const [, press = ''] = /href="(\/press\?[^"]+)"/.exec(plan.text) ?? [];
    const form = await inDiscord(press.replaceAll('&amp;', '&'));
    expect(form.text).toContain('<article class="modal">');
    expect(form.text).toContain('name="typed"');
    expect(words(form.text)).toMatch(/Terminate notebook-2 .*Nothing has happened yet\./);
    expect(words(form.text)).toContain('Type notebook-2 to confirm');
    const choice = await inDiscord('/?line=stop%20scratch');
    const [, chosen = ''] = /<li><a href="(\/\?line=stop[^"]+)"/.exec(choice.text) ?? [];
    expect(words((await inDiscord(chosen)).text)).toContain('scratch is stopped: there is nothing to stop.');
    expect(words((await inDiscord('/?line=show%20web-1')).text)).toMatch(/Share in channel.*Only you can see this/);
  });

  it('has no App Home of Discord’s', async () => {
    expect((await get('/entry/app-home?only=discord')).text).not.toContain('class="card ');
  });

  it('answers what is no button of ours with that', async () => {
    expect((await get('/press?value=7')).status).toBe(404);
    expect((await get('/?value=%7B%7D')).status).toBe(404);
  });

  it('shows whatever is typed as text', async () => {
    const { status, text } = await get(`/?line=${encodeURIComponent('show "><script>alert(1)</script>')}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<script');
  });

  it.each(['/entry/none', '/entry/', '/etc/passwd', '/style.css/x', '//127.0.0.2/'])('has no page %s', async (path) => {
    expect((await get(preview.url.slice(0, -1) + path)).status).toBe(404);
  });

  it('serves its style and its letters, and a script only where a page is to measure itself', async () => {
    expect((await get('/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect((await get('/inter-400.woff2')).headers.get('content-type')).toBe('font/woff2');
    expect((await get('/')).text).not.toContain('<script');
    expect((await get('/?check')).text).toContain('<script src="/check.js" defer>');
  });

  it('tells browsers to load nothing from elsewhere, to run nothing, and to keep it out of frames', async () => {
    const { headers } = await get('/entry/none');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src data:; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('answers no name but its own: another page’s may be made to lead here', async () => {
    const { host, port } = new URL(preview.url);
    expect(await askedAs(host)).toBe(200);
    expect(await askedAs(`localhost:${port}`)).toBe(200);
    for (const other of ['evil.example', `evil.example:${port}`, '127.0.0.1']) expect(await askedAs(other)).toBe(421);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect(await askedAs(new URL(preview.url).host, method)).toBe(405);
  });

  it('has logged no fault', () => {
    expect(preview.logged).toEqual([]);
  });
});
