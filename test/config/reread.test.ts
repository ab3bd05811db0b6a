import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read.ts';
import { rereading } from '../../src/config/reread.ts';
import { createDirectory, type Directory } from '../../src/core/people/directory.ts';
import { fakeClock } from '../fake-clock.ts';
import { writeNow } from '../temporary.ts';

let cwd: string;
let clock: ReturnType<typeof fakeClock>;
let logged: string[];
let directory: Directory;
const write = (text: string) => writeNow(join(cwd, 'quartermaster.yaml'), text, clock);
const rolesNow = async (): Promise<readonly string[]> => {
  await directory.refresh([]);
  return directory.now({ id: 'os:maria', name: 'maria', roles: ['said'] }).roles;
};

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'quartermaster-reread-'));
  clock = fakeClock();
  logged = [];
  const note = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  await write('roles: { operator: [os:maria] }');
  const source = { cwd, env: {} };
  const first = await readConfig(source);
  directory = createDirectory(first, rereading(source, first, clock, { info: note, warn: note, error: note }));
});
afterEach(() => rm(cwd, { recursive: true }));

describe('roles of the configuration', () => {
  it('that are taken away are gone within a second, without a new start', async () => {
    expect(await rolesNow()).toEqual(['operator']);
    await write('roles: { operator: [os:somebody-else] }');
    expect(await rolesNow()).toEqual(['operator']);
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual([]);
    await write('roles: { operator: [os:tom, slack:U1] }\npeople: { maria: [os:maria, slack:U1] }');
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual(['operator']);
  });

  it('of a file that has become bad stay as they were, and the log says so once', async () => {
    await write('roles: { operator: [os:maria] }\nzzz: 1');
    for (let looks = 0; looks < 3; looks += 1) {
      await clock.pass(1_000);
      expect(await rolesNow()).toEqual(['operator']);
    }
    expect(logged).toEqual([expect.stringMatching(/^the configuration is bad; .*zzz: unknown key/)]);
    await write('roles: {}');
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual([]);
  });

  it.each([
    ['people', 'roles: { operator: [os:maria] }'],
    ['roles', 'people: { maria: [os:maria, slack:U1] }'],
  ])('of a file without its %s any longer stay as they were: its end may not be there', async (part, text) => {
    await write('roles: { operator: [slack:U1] }\npeople: { maria: [os:maria, slack:U1] }');
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual(['operator']);
    await write(text);
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual(['operator']);
    expect(logged.at(-1)).toMatch(new RegExp(`^${part}: gone from the configuration`));
  });

  it('are not taken from a file that is still being written', async () => {
    await clock.pass(900);
    await write('roles: { operator: [os:tom] }');
    await clock.pass(900);
    expect(await rolesNow()).toEqual(['operator']);
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual([]);
  });

  it('of a file that is gone stay as they were', async () => {
    await rm(join(cwd, 'quartermaster.yaml'));
    await clock.pass(1_000);
    expect(await rolesNow()).toEqual(['operator']);
    expect(logged).toEqual([expect.stringMatching(/^the configuration is gone/)]);
  });
});
