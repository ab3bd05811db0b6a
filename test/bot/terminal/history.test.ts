import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyLimit, readHistory, writeHistory } from '../../../src/bot/terminal/history.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('the lines typed before', () => {
  it('are their owner’s alone, in a folder that is too', async () => {
    const path = join(folder, 'kept', 'history');
    await writeHistory(path, ['whoami']);
    expect([await modeOf(path), await modeOf(join(folder, 'kept'))]).toEqual([0o600, 0o700]);
  });

  it('also where others could read them', async () => {
    const path = join(folder, 'history');
    await writeFile(path, 'list\n');
    await chmod(path, 0o644);
    await writeHistory(path, ['whoami', 'list']);
    expect([await modeOf(path), await readHistory(path)]).toEqual([0o600, ['whoami', 'list']]);
  });

  it('are kept without those that hold a secret', async () => {
    const path = join(folder, 'history');
    const accessKey = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
    await writeHistory(path, ['whoami', `export AWS_SECRET_ACCESS_KEY=${accessKey}`, accessKey, 'list tag:token=red']);
    expect(await readHistory(path)).toEqual(['whoami', 'list tag:token=red']);
  });

  it('are so many, and lost where they cannot be kept', async () => {
    const path = join(folder, 'history');
    const many = Array.from({ length: historyLimit + 1 }, (_, index) => `show ${index}`);
    await writeHistory(path, many);
    expect(await readHistory(path)).toEqual(many.slice(0, historyLimit));
    await mkdir(join(folder, 'taken'));
    await writeHistory(join(folder, 'taken'), ['list']);
    expect(await readHistory(join(folder, 'taken'))).toEqual([]);
  });
});
