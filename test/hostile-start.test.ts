import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineLimit } from '../src/bot/tokens.ts';
import { runProgram } from './program.ts';

/** What could move a cursor, turn the reading direction or hide, but for the end of a line. */
const unsafe = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const evil = '\u001b[2J\u202Eevil\u009b\u0007';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('whoever starts the program with names of evil', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, number]>([
    ['a flag', [`--${evil}`], {}, 2],
    ['a word', [evil], {}, 2],
    ['who speaks', ['--as', evil], {}, 2],
    ['a role', ['--as', 'ana', '--roles', evil, '--once', 'whoami'], {}, 0],
    ['a configuration', ['--config', evil], {}, 2],
    ['a tag', ['iam-policy', '--tag', evil], {}, 2],
    ['a variable', [], { [`QUARTERMASTER_${evil}`]: 'x' }, 2],
    ['a store that is a folder', [], { QUARTERMASTER_STORE_PATH: '\u202Eevil/..' }, 2],
    [
      'an account',
      [],
      { QUARTERMASTER_ACCOUNTS: `[{"name":"${JSON.stringify(evil).slice(1, -1)}","regions":"all"}]` },
      2,
    ],
    [
      'a profile',
      ['--once', 'list'],
      { QUARTERMASTER_ACCOUNTS: '[{"name":"a","profile":"\\u202Eevil","regions":"all"}]' },
      2,
    ],
    ['a command', ['--once', `list name:"${evil}"`], {}, 0],
  ])('is told what is wrong without harm: %s', async (_, args, env, ends) => {
    const { code, out, err } = await runProgram(folder, args, [], { env });
    expect(`${out}${err}`).not.toMatch(unsafe);
    expect(`${out}${err}`).not.toBe('');
    expect(code).toBe(ends);
  });

  it('also in a folder of such a name, with a file in it that is no store', async () => {
    const own = join(folder, evil);
    await mkdir(join(own, '.quartermaster'), { recursive: true });
    await writeFile(join(own, '.quartermaster', 'demo.db'), 'my diary, and none of yours '.repeat(60));
    const { code, err } = await runProgram(own, ['--once', 'list'], []);
    expect(code).toBe(2);
    expect(err).toContain('is not a store of Quartermaster');
    expect(err).not.toMatch(unsafe);
  });

  it('or sends a line without an end, and then one with', async () => {
    const { code, out, err } = await runProgram(folder, [], ['x'.repeat(8_000_000), 'whoami']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain(`more than the ${lineLimit} characters`);
    expect(out).toContain('You are');
    expect(out.length).toBeLessThan(10_000);
  });
});
