import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { userInfo, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { styler } from '../src/bot/terminal/style.ts';
import { readConfig } from '../src/config/read.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { MoveRefused } from '../src/core/moves/refusal.ts';
import { runStoreImport } from '../src/store-program.ts';
import { exportLines, journalOf, value } from './moved-lines.ts';
import { startProxy } from './peers/redis/proxy.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';
import { runProgram, startProgram } from './program.ts';

/** `quartermaster store export` and `store import`, under the whole program. */
let folder = '';
let server: RedisServer;
let prefixes = 0;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder of its own for each store: what belongs to a machine. */
async function machine(name: string, config = ''): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  if (config !== '') await writeFile(join(path, 'quartermaster.yaml'), config);
  return path;
}
const onRedis = (): string => `redis: {url: "${server.url}", prefix: moves-${(prefixes += 1)}}\n`;
const storeOf = (at: string) => join(at, '.quartermaster', 'demo.db');
const run = (at: string, args: readonly string[], lines: readonly string[] = []) => runProgram(at, args, lines);
const there = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** What is told of the import itself: the one thing that a store holds which its export did not. */
const tellsOfImport = /"journal":"audit".*(store import|audit anchor)/;
/** All that is moved, without the first line and the last. */
const records = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .filter((line) => !tellsOfImport.test(line));
const isOf = (is: string) => (line: string) => line.startsWith(`{"is":"${is}"`);

const Asked = z.object({ actions: z.array(z.object({ say: z.string() })) });

describe('a store that is moved', () => {
  it('from a file to Redis and back is the same by the line, its audit is whole, and what was asked before is confirmed after', async () => {
    const [one, two, three] = [await machine('one'), await machine('two', onRedis()), await machine('three')];
    const asked = await run(
      one,
      ['--json'],
      ['stop web-1', 'use region:eu-west-1', 'stop web-2 reason:"ünicode \u2028"'],
    );
    const confirm = Asked.parse(JSON.parse(asked.out.split('\n')[0] ?? '')).actions.find(({ say }) =>
      say.startsWith('confirm'),
    );
    const files = ['1', '2', '3'].map((name) => join(folder, `${name}.jsonl`));
    const [first = '', second = '', third = ''] = files;

    const before = await run(one, ['store', 'export', '--to', first]);
    expect(before).toMatchObject({ code: 0, out: '' });
    expect(before.err).toMatch(
      /^Exported the store [\w-]{36}: \d+ values, \d+ entries of journals \(audit up to #3(, demo up to #\d+)?\)\.\n$/,
    );
    expect((await stat(first)).mode & 0o777).toBe(0o600);
    const imported = await run(two, ['store', 'import', first]);
    expect(imported, imported.err).toMatchObject({ code: 0, out: '' });
    expect(imported.err).toMatch(
      /^Imported the store [\w-]{36} of 20\S+Z: \d+ values, \d+ entries of journals[^]*must not be started again\.\n$/,
    );
    const onRedisNow = await run(two, ['audit', 'verify']);
    expect(onRedisNow, onRedisNow.out).toMatchObject({ code: 0 });
    const between = await run(two, ['store', 'export', '--to', second]);
    expect(between.err).toContain('they are not of one moment');
    expect((await run(three, ['store', 'import', second])).code).toBe(0);
    expect((await run(three, ['store', 'export', '--to', third])).code).toBe(0);

    const [a = '', b = '', c = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(records(a).filter(isOf('value')).length).toBeGreaterThan(3);
    expect(records(a).filter(isOf('entry'))).toHaveLength(3);
    expect(records(b)).toEqual(records(a));
    expect(records(c)).toEqual(records(a));
    const name = userInfo().username;
    const audit = await run(three, ['audit', 'export']);
    expect(audit.out).toContain(`"person":{"id":"os:${name}","name":"${name}"}`);
    expect(audit.out.match(/the store was made anew from an export of/g)).toHaveLength(2);
    expect((await run(three, ['audit', 'verify'])).code).toBe(0);
    const confirmed = await run(three, ['--json'], [confirm?.say ?? '']);
    expect(confirmed, confirmed.out).toMatchObject({ code: 0 });
    expect(confirmed.out).toMatch(/stopp/);
    // What was set for the place is so there, too.
    expect((await run(three, ['--once', 'show web-1'])).out).toMatch(/Looked in .*eu-west-1/);
  }, 240_000);

  it('goes out by a pipe as well, and a pipe that nobody reads any longer ends it quietly', async () => {
    const one = await machine('one');
    await run(one, ['--json'], ['stop web-1']);
    const { code, out } = await run(one, ['store', 'export']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\{"is":"quartermaster store export","format":1,[^]*\n\{"is":"end",.*\}\n$/);
    const db = new Database(storeOf(one));
    db.exec(
      `insert into kept (family, key, value, version) with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000)
       select 'many', i, '"some words, so that no pipe holds all of them"', 1 from n`,
    );
    db.close();
    const { child, ended } = startProgram(one, ['store', 'export']);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 1, err: '' });
  }, 120_000);

  it('is told where a journal is not what was written, and taken in nowhere', async () => {
    const [one, two] = [await machine('one'), await machine('two')];
    await run(one, ['--json'], ['stop web-1', 'stop web-2']);
    const db = new Database(storeOf(one));
    db.exec(`update entries set record = replace(record, 'web-2', 'web-9') where journal = 'audit' and position = 2`);
    db.close();
    const file = join(folder, 'evidence.jsonl');
    const exported = await run(one, ['store', 'export', '--to', file]);
    expect(exported.code).toBe(1);
    expect(exported.err).toContain('What stands in a journal is not what was written there: audit #2.');
    const imported = await run(two, ['store', 'import', file]);
    expect(imported.code).toBe(1);
    expect(imported.err).toMatch(/line \d+: entry 2 of the journal audit does not fit its hash/);
    expect(await there(storeOf(two))).toBe(false);
  }, 120_000);
});

describe('an export', () => {
  it('never takes the place of a file, and leaves nothing where it fails', async () => {
    const one = await machine('one');
    await run(one, ['--once', 'whoami']);
    await writeFile(join(one, 'notes.txt'), 'my notes\n');
    const refused = await run(one, ['store', 'export', '--to', 'notes.txt']);
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('notes.txt is there already, and is not written over'),
    });
    expect(await readFile(join(one, 'notes.txt'), 'utf8')).toBe('my notes\n');
    const nowhere = await run(one, ['store', 'export', '--to', 'none/here.jsonl']);
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('its folder, is not there') });
    const db = new Database(storeOf(one));
    db.exec(
      `insert into kept (family, key, value, version) with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
       select 'many', i, '"some words, so that the file is larger than it may be"', 1 from n`,
    );
    db.close();
    const full = await runProgram(one, ['store', 'export', '--to', 'full.jsonl'], [], { under: limited(96) });
    expect(full).toMatchObject({
      code: 1,
      err: expect.stringContaining('full.jsonl cannot be written: the file may not grow further'),
    });
    expect((await readdir(one)).toSorted()).toEqual(['.quartermaster', 'notes.txt']);
  }, 120_000);

  it('makes no store where there is none', async () => {
    const one = await machine('one');
    const none = await run(one, ['store', 'export']);
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/There is no store .*demo\.db/) });
    const redis = await run(await machine('two', onRedis()), ['store', 'export']);
    expect(redis).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/There is no store moves-\d+ on Redis/),
    });
    expect(await readdir(one)).toEqual([]);
  }, 120_000);
});

/** Files grow to so many blocks of 512 bytes (in some shells 1,024) at most; what is beyond is refused by the system, as by a full disk. */
const limited = (blocks: number): readonly string[] => [
  'sh',
  '-c',
  `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
  'sh',
];

const small = exportLines([value('alerts', 'a'), ...journalOf('audit', ['{}'])]);

describe('an import', () => {
  const written = async (lines: readonly string[], name = 'export.jsonl') => {
    const path = join(folder, name);
    await writeFile(path, lines.join(''));
    return path;
  };

  it.each([
    ['a file', ''],
    ['Redis', undefined],
  ])(
    'into %s is refused in words, and alters nothing',
    async (_, config) => {
      const at = await machine('at', config ?? onRedis());
      const refused = async (lines: readonly string[], words: RegExp, code = 1) => {
        const told = await run(at, ['store', 'import', await written(lines)]);
        expect(told.err).toMatch(words);
        expect(told.code).toBe(code);
        const none = await run(at, ['store', 'export']);
        expect(none.err).toContain('There is no store');
      };
      const anchor = join(at, '.quartermaster', 'demo.audit.anchor');
      await refused(
        exportLines([value('a', 'b')], { purpose: 'aws' }),
        /holds real accounts; demo and real accounts never share/,
      );
      await refused(small.slice(0, -1), /was cut off after line 4/);
      await refused(small.with(1, (small[1] ?? '').replace('"x', '"y')), /line 5: what is before it was altered/);
      await refused(['{"is":"quartermaster store export","format":9}\n'], /was written by a newer Quartermaster/);
      expect(await there(anchor)).toBe(false);
      await mkdir(join(at, '.quartermaster'), { recursive: true });
      const claim = (store: string, position: number) =>
        `${store} ${position} ${'a'.repeat(64)} 2026-11-24T09:00:00.000Z\n`;
      await writeFile(anchor, claim('another-store', 4));
      await refused(small, /Foreign anchor: [^]*does not fit what the anchor .* knows of the audit/);
      await writeFile(anchor, claim('the-store', 4));
      await refused(small, /End missing: [^]*#1[^]*does not fit what the anchor .* knows of the audit/);
      await writeFile(anchor, claim('the-store', 1));
      await refused(small, /Another past: [^]*does not fit what the anchor .* knows of the audit/);
      expect(await readFile(anchor, 'utf8')).toBe(claim('the-store', 1));
      await rename(anchor, `${anchor}.before`);
      expect((await run(at, ['store', 'import', await written(small)])).code).toBe(0);
      const audit = await run(at, ['audit', 'export']);
      expect(audit.out).toMatch(/"does":"store import"[^]*"does":"audit anchor"/);
      expect((await run(at, ['audit', 'verify'])).code).toBe(0);
      const again = await run(at, ['store', 'import', await written(small)]);
      expect(again).toMatchObject({
        code: 2,
        err: expect.stringMatching(/There is a store .* already, and an import makes a new one/),
      });
    },
    240_000,
  );

  it('takes one file that is there, and no pipe', async () => {
    const at = await machine('at');
    for (const [args, words] of [
      [['store', 'import'], /store import takes one file/],
      [['store', 'import', 'a', 'b'], /store import takes one file/],
      [['store', 'import', 'none.jsonl'], /none\.jsonl cannot be read: it, or its folder, is not there/],
      [['store', 'import', '/dev/stdin'], /it is no file; write what comes from a pipe into one first/],
    ] as const)
      expect((await run(at, args)).err).toMatch(words);
  }, 120_000);

  it('is left with nothing where the disk is full, or what was there before is not all away', async () => {
    const at = await machine('at');
    const lines = exportLines(
      Array.from({ length: 2_000 }, (_, key) => value('many', String(key).padStart(5, '0'), `"${'x'.repeat(200)}"`)),
    );
    const file = await written(lines);
    const full = await runProgram(at, ['store', 'import', file], [], { under: limited(96) });
    expect(full.code, full.err).toBe(2);
    expect(full.err).toMatch(/The store .*demo\.db cannot be written: .* \(SQLITE_/);
    expect(await readdir(join(at, '.quartermaster'))).toEqual([]);
    await writeFile(`${storeOf(at)}-wal`, 'of an older store');
    const left = await run(at, ['store', 'import', file]);
    expect(left).toMatchObject({
      code: 2,
      err: expect.stringMatching(/demo\.db-wal is left of a store that was there before/),
    });
    await rm(`${storeOf(at)}-wal`);
    expect((await run(at, ['store', 'import', file])).code).toBe(0);
    expect((await stat(storeOf(at))).mode & 0o777).toBe(0o600);
  }, 120_000);

  const lines = exportLines([
    ...Array.from({ length: 60_000 }, (_, key) => value('many', String(key).padStart(6, '0'), '1')),
    ...journalOf('audit', ['{}', '{}']),
  ]);

  it('into a file leaves no store when its process dies within it, and can be made again', async () => {
    const at = await machine('at');
    const file = await written(lines);
    // An anchor that nobody can read to its end: there it waits, with all of it written, and none of it committed.
    const anchor = join(at, '.quartermaster', 'demo.audit.anchor');
    await mkdir(join(at, '.quartermaster'));
    execFileSync('mkfifo', [anchor]);
    const { child, ended } = startProgram(at, ['store', 'import', file]);
    child.stderr.once('data', () => child.kill('SIGKILL'));
    expect(await ended).toMatchObject({ code: null, err: '… 50000 records imported\n' });
    expect(await readdir(join(at, '.quartermaster'))).toContain('demo.db.importing');
    expect(await there(storeOf(at))).toBe(false);
    await rm(anchor);
    const again = await run(at, ['store', 'import', file]);
    expect(again.err).toMatch(/^… 50000 records imported\nImported the store the-store of \S+: 60000 values/);
    expect((await run(at, ['audit', 'verify'])).code).toBe(0);
    expect((await readdir(join(at, '.quartermaster'))).some((name) => name.includes('importing'))).toBe(false);
  }, 240_000);

  it('into Redis is used by nobody when its process dies within it, until it was made again', async () => {
    const proxy = await startProxy(server.port);
    const prefix = `moves-${(prefixes += 1)}`;
    const at = await machine('at', `redis: {url: "${proxy.url}", prefix: ${prefix}}\n`);
    const file = await written(lines);
    const { child, ended } = startProgram(at, ['store', 'import', file]);
    // When most of it is there.
    await proxy.loseAnswer(async () => {
      child.kill('SIGKILL');
      await ended;
    }, 50);
    for (const args of [
      ['store', 'export'],
      ['--once', 'whoami'],
      ['audit', 'verify'],
    ])
      expect(await run(at, args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('is being filled by `quartermaster store import`, or that was broken off'),
      });
    const redis = new Redis(server.url);
    const keys = async () => (await redis.keys(`{${prefix}:*`)).filter((key) => !key.includes(':done:'));
    expect(await redis.hlen(`{${prefix}:family:many}:values`)).toBeGreaterThan(1_000);
    // As if its time had run out.
    const lapse = () => redis.del(`{${prefix}:about}:importing`);
    await lapse();
    const stopped = startProgram(at, ['store', 'import', file]);
    await proxy.loseAnswer(async () => stopped.child.kill('SIGTERM'), 50);
    expect(await stopped.ended).toMatchObject({ code: 1, err: expect.stringContaining('nothing of it is left') });
    expect(await keys()).toEqual([]);
    redis.disconnect();
    const again = await run(at, ['store', 'import', file]);
    expect(again, again.err).toMatchObject({ code: 0 });
    expect((await run(at, ['audit', 'verify'])).code).toBe(0);
    await proxy.close();
  }, 240_000);

  it('into a file leaves nothing when it is told to end', async () => {
    const at = await machine('at');
    const end = new AbortController();
    const said: string[] = [];
    const stderr = {
      write(text: string) {
        said.push(text);
        if (text.includes('50000')) end.abort(new MoveRefused('It was broken off.'));
        return true;
      },
    };
    const program = {
      config: await readConfig({ cwd: at, env: {} }),
      env: {},
      clock: systemClock,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      stdout: process.stdout,
      stderr,
      signal: end.signal,
    };
    const runner = { user: 'maria', columns: 100, style: styler(false) };
    expect(await runStoreImport(program, await written(lines), runner)).toBe(1);
    expect(said.join('')).toBe('… 50000 records imported\nquartermaster: It was broken off.\n');
    expect(await readdir(join(at, '.quartermaster'))).toEqual([]);
  }, 120_000);
});

describe('an export that is told to end', () => {
  it('ends where nobody reads on', async () => {
    const at = await machine('at');
    const lines = exportLines(Array.from({ length: 9_000 }, (_, key) => value('many', String(key).padStart(6, '0'))));
    await writeFile(join(folder, 'many.jsonl'), lines.join(''));
    expect((await run(at, ['store', 'import', join(folder, 'many.jsonl')])).code).toBe(0);
    const { child, ended } = startProgram(at, ['store', 'export']);
    // It waits for whoever reads, from the first lines on.
    child.stdout.once('data', () => {
      child.stdout.pause();
      child.kill('SIGINT');
    });
    child.once('exit', () => child.stdout.resume());
    const { code, out, err } = await ended;
    expect([code, err]).toEqual([1, 'quartermaster: It was broken off, and nothing of it is left.\n']);
    expect(out).not.toContain('{"is":"end"');
  }, 120_000);
});
