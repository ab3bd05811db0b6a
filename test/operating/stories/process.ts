import { expect } from 'vitest';
import { atSignal } from '../../served.ts';
import { openShell } from '../shell.ts';
import type { Stories } from '../story.ts';

/** What befalls a process. */
export const ofTheProcess: Stories = {
  async 'Where to type'(page, { serves }) {
    const { shell } = await serves();
    await shell.shows(page.next('quartermaster --once '));
    expect((await shell.types(page.next('quartermaster --once whoami'))).out).toMatch(/os:\S+/);
  },

  async Down(page, { serves }) {
    const { shell, child, ended } = await serves();
    const ask = page.next('curl ');
    expect((await shell.shows(ask)).code).toBe(0);
    child.kill('SIGSTOP');
    expect((await shell.types(ask)).code).toBe(28);
    child.kill('SIGKILL');
    await ended;
    expect((await shell.types(ask)).code).toBe(7);
  },

  async 'Not ready'(page, { serves, peer }) {
    const { shell, line } = await serves();
    const missing = page.next('curl ');
    // Accounts are looked at when it has begun.
    while ((await shell.types(missing)).out !== '');
    peer.down('cut');
    await line(/Slack could not be connected/);
    await shell.shows(missing);
  },

  async 'A platform is away'(page, { serves, peer }) {
    const { shell, line } = await serves();
    peer.down('cut');
    await line(/Slack could not be connected/);
    await shell.shows(page.next('grep '));
  },

  async 'It restarts'(page, { starts, folder }) {
    const { ended } = await starts('', { without: ['SLACK_BOT_TOKEN'] });
    expect((await ended).code).toBe(2);
    const { out } = await (await openShell(folder)).types(page.next('tail '));
    expect(out).toMatch(/^quartermaster: .*SLACK_BOT_TOKEN is missing/);
  },

  async 'The event loop is held'(page, { serves }) {
    const { shell } = await serves();
    const { out } = await shell.shows(page.next('curl '));
    for (const row of out.trim().split('\n')) expect(Number(row.split(' ')[1]), row).toBeGreaterThan(0);
  },

  async 'A fault'(page, { serves, says }) {
    const broken = 'Array.prototype.toReversed=()=>{throw new Error("broken by a test")}';
    const { shell, child } = await serves('', { env: atSignal(broken) });
    await says('start batch-7', 'Nothing has happened yet');
    child.kill('SIGUSR2');
    let told = '';
    // On a busy machine the signal comes after what is said next.
    while (!told.includes('Request ')) told = await says('audit', /a fault of Quartermaster's own|The last entr/);
    const [, id = ''] = /Request ([\w-]+)\./.exec(told) ?? [];
    expect((await shell.shows(page.next('grep '), { 'THE-ID': id })).out).toContain('broken by a test');
  },
};
