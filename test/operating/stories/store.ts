import { execFileSync } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startRedis } from '../../peers/redis/server.ts';
import { runProgram } from '../../program.ts';
import { atSignal, patienceMs } from '../../served.ts';
import { openShell } from '../shell.ts';
import type { Stories } from '../story.ts';
import { tellsIn } from './watch.ts';

/** Whatever is written beyond this is refused by the system, as by a full disk, and the process told nothing but that. */
const mayBeFull = ['sh', '-c', `trap '' XFSZ; exec "$@"`, 'sh'];
const room = (pid: number | undefined, bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);

/** Ten minutes pass within the process: what is due by then is due. */
const tenMinutes = 'const now=Date.now;Date.now=()=>now()+600_000';

/** What an import and a look at the audit after it say. */
const imported = (entries: number) => ({
  err: expect.stringContaining('Imported the store'),
  out: expect.stringMatching(new RegExp(`The audit is whole\\.\\s+${entries} entries`)),
  code: 0,
});

/** What becomes of the store. */
export const ofTheStore: Stories = {
  async 'The store fails'(page, { serves, says }) {
    const { shell, child, line } = await serves('', { under: mayBeFull });
    room(child.pid, 1_024);
    await says('freeze on reason:"look"', 'cannot be written');
    await says('list name:batch-7', 'batch-7');
    await line(/The store .* cannot be written/);
    const { out } = await shell.shows(page.next('grep '));
    expect(out).toMatch(/ store\.db$/m);
    room(child.pid, 'unlimited');
    await says('freeze on reason:"look"', 'Changes are frozen');
  },

  async 'Sweeps fail'(page, all) {
    const { channel, config } = tellsIn(all);
    const { shell, child, line } = await all.serves(config, { under: mayBeFull, env: atSignal(tenMinutes) });
    room(child.pid, 1_024);
    child.kill('SIGUSR2');
    await line(/"alert":"nightly".*could not be run/);
    await shell.shows(page.next('grep '));
    room(child.pid, 'unlimited');
    await all.says(page.next('alerts run NAME').text.replace('NAME', 'nightly'), 'This is what nightly finds now');
    await all.peer.until(() => all.peer.messages(channel).length > 0 || undefined, patienceMs);
  },

  async 'When Redis is away'(page, { serves, says }) {
    let redis = await startRedis();
    try {
      const { shell, line } = await serves('', {
        env: { QUARTERMASTER_REDIS_URL: redis.url, QUARTERMASTER_REDIS_PREFIX: 'team' },
      });
      await redis.kill();
      await says('list name:batch-7', 'The store is away since');
      for (const unread of ['plans', 'savings', 'alerts list', 'freeze show'])
        await says(page.next(unread).text, /stands in the store alone|The store is away since/);
      await line(/the store does not answer/);
      await shell.shows(page.next('grep '));
      const doctor = page.next('quartermaster doctor');
      const { code, err } = await shell.shows(doctor);
      expect(code).toBe(2);
      expect(err).toContain(String(redis.port));
      redis = await redis.again();
      await line(/the store answers again/);
      expect((await shell.types(doctor)).code).toBe(0);
    } finally {
      await redis.close();
    }
  },

  async 'Backups, and moving to another store + Putting a backup back + Moving to Redis'(page, { folder }) {
    const redis = await startRedis();
    const config = (more = '') =>
      writeFile(join(folder, 'quartermaster.yaml'), `store: {path: .quartermaster/store.db}\n${more}`);
    const run = (args: readonly string[], lines: readonly string[] = []) => runProgram(folder, args, lines);
    const { types } = await openShell(folder);
    try {
      await config();
      await run(['--json'], ['stop web-1']);
      expect((await types(page.next('quartermaster store export --to backup'))).err).toContain('audit up to #1');
      await types(page.next('(umask'));
      for (const file of ['backup.jsonl', 'backup.jsonl.gz'])
        expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
      await run(['--json'], ['stop web-2']);
      expect(await types(page.next('mkdir before'))).toMatchObject(imported(3));
      await rm(join(folder, 'before'), { recursive: true });
      // What was unpacked is the same.
      await rm(join(folder, '.quartermaster'), { recursive: true });
      expect((await run(['store', 'import', 'unpacked.jsonl'])).code).toBe(0);
      expect((await types(page.next('quartermaster store export --to moving'))).err).toContain('audit up to #3');
      await config(`redis: {url: "${redis.url}"}\n`);
      expect(await types(page.next('quartermaster store import moving'))).toMatchObject(imported(4));
      expect(await readdir(join(folder, '.quartermaster'))).toEqual(['store.audit.anchor']);
      expect((await run(['--once', 'audit'])).out).toContain('web-1');
    } finally {
      await redis.close();
    }
  },
};
