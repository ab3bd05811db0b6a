import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../../../src/core/people/access/access.ts';
import { RulesError } from '../../../../src/core/people/access/rules-error.ts';
import { outlineOf } from '../../../../src/core/people/access/outline.ts';
import { starter, starterOutline } from '../../../../src/core/people/access/starter.ts';
import { dayMs, secondMs } from '../../../../src/core/time.ts';
import { cedar, openHouse, thing, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.remove());

const all = '@id("all") permit (principal, action, resource);';
const nothing = '@id("nothing") forbid (principal, action in Action::"change", resource);';
const bad = 'permit (principal, action == Action::"stopp", resource);';

/** The ids of the rules in force. */
const ids = async (access: Access): Promise<readonly string[]> => (await access.inForce()).rules.map(({ id }) => id);
const starterIds = ['look', 'operate', 'destroy', 'production', 'untouchable', 'settings', 'freeze'];

/** A later moment, at which the file is looked at again. */
const later = () => house.clock.pass(secondMs);
const errors = () => house.logged.filter((line) => line.startsWith('the access rules are bad'));

describe('the rules at the start', () => {
  it('are the starter where there is no file, and nothing is read before somebody asks', async () => {
    const access = await house.open();
    expect(house.reads).toEqual([]);
    expect(await access.inForce()).toMatchObject({ file: undefined, faults: [] });
    expect(await ids(access)).toEqual(starterIds);
    expect(house.reads).toEqual([{ text: starter, checked: true }]);
  });

  it('are about what the outline of the starter says, rule by rule', async () => {
    const rules = (await (await house.open()).inForce()).rules;
    expect(outlineOf(rules)).toEqual(starterOutline);
  });

  it('are not read to know that everybody sees everything, nor what nobody may ever do, now and at the next start', async () => {
    const nina = { id: 'os:nina', name: 'nina', roles: ['operator'] };
    const asked = async (access: Access) => [
      await access.sight(nina, { id: 'general' }),
      await access.everMay(nina, 'stop'),
      await access.everMay(nina, 'freeze'),
    ];
    expect(await asked(await house.open())).toEqual([undefined, true, false]);
    expect(house.reads).toEqual([]);
    await house.write(all);
    expect(await asked(await house.open())).toEqual([undefined, true, true]);
    expect(house.reads).toHaveLength(1);
    expect(await asked(await house.open())).toEqual([undefined, true, true]);
    expect(house.reads).toHaveLength(1);
  });

  it('are those of the file', async () => {
    await house.write(all);
    const access = await house.open();
    expect(await ids(access)).toEqual(['all']);
    expect(await access.inForce()).toMatchObject({ file: 'access.cedar', faults: [] });
  });

  it.each([
    ['bad', bad, 'access.cedar:1:30: unrecognized action `Action::"stopp"`; did you mean stop?'],
    [
      'bad twice',
      `${bad}\n${bad}`,
      'access.cedar:1:30: unrecognized action `Action::"stopp"`; did you mean stop? (and 1 more)',
    ],
    ['not text', Buffer.from([0xff, 0xfe]), 'access.cedar:1:1: the file is not text in UTF-8'],
  ])('are refused where the file is %s, in one sentence with its place', async (_, text, says) => {
    await writeFile(house.path, text);
    await expect(house.open()).rejects.toThrow(new RulesError(says));
    await expect(house.open()).rejects.toBeInstanceOf(RulesError);
  });

  it('are refused where a file that is named does not exist, or is a folder', async () => {
    const file = { path: house.path, name: 'who.cedar', required: true };
    await expect(house.open({ file })).rejects.toThrow('the access rules who.cedar do not exist');
    await expect(house.open({ file: { ...file, path: '/' } })).rejects.toThrow('who.cedar:1:1: this is no file');
  });

  it('are checked once: a text that was found in order is not even read at the next start', async () => {
    await house.write(all);
    await house.open();
    expect(house.reads).toEqual([{ text: all, checked: false }]);
    const again = await house.open();
    expect(house.reads).toHaveLength(1);
    expect(await ids(again)).toEqual(['all']);
    expect(house.reads.slice(1)).toEqual([{ text: all, checked: true }]);
  });

  it('are checked again after 90 days, and where the text is another', async () => {
    await house.write(all);
    await house.open();
    await house.write(`${all} `);
    await house.open();
    await house.write(all);
    await house.clock.pass(91 * dayMs);
    await house.open();
    expect(house.reads.map(({ checked }) => checked)).toEqual([false, false, false]);
    await house.open();
    expect(house.reads).toHaveLength(3);
  });

  it('are checked again where something else can be asked about', async () => {
    await house.write(all);
    await house.open();
    const reads: boolean[] = [];
    const read = (text: string, checked: boolean) => {
      reads.push(checked);
      return cedar.read(text, checked);
    };
    await house.open({ language: { edition: `${cedar.edition}action "resize";`, read } });
    expect(reads).toEqual([false]);
    await house.open({ language: { edition: cedar.edition, read } });
    expect(reads).toEqual([false]);
  });

  it('are not remembered where they are bad', async () => {
    await house.write(bad);
    await expect(house.open()).rejects.toThrow(RulesError);
    await expect(house.open()).rejects.toThrow(RulesError);
    expect(house.reads).toHaveLength(2);
  });
});

describe('rules are read anew when their file has changed', () => {
  it('before the next answer, and not more than once a second', async () => {
    await house.write(all);
    const access = await house.open();
    const where = { id: 'general' };
    const nina = { id: 'os:nina', name: 'nina', roles: [] };
    const may = async () => (await access.change({ by: nina, where, does: 'stop', targets: 1 }, thing('instance'))).is;
    expect(await may()).toBe('allowed');
    await house.write(nothing);
    expect(await may()).toBe('allowed');
    await later();
    expect(await may()).toBe('refused');
    expect(await access.everMay(nina, 'stop')).toBe(false);
    await house.write(all);
    await later();
    expect(await access.everMay(nina, 'stop')).toBe(true);
    expect(await ids(access)).toEqual(['all']);
  });

  it('also where another file took its place, with the same size', async () => {
    await house.write(all);
    const access = await house.open();
    await house.write(all.replace('all', 'any'));
    await rename(house.path, `${house.path}.new`);
    await house.write(all);
    await rename(`${house.path}.new`, house.path);
    await later();
    expect(await ids(access)).toEqual(['any']);
  });

  it('and where there was none before', async () => {
    const access = await house.open();
    await later();
    expect(await ids(access)).toEqual(starterIds);
    await house.write(all);
    await later();
    expect(await access.inForce()).toMatchObject({ file: 'access.cedar', rules: [{ id: 'all' }] });
  });

  it('but not while it is still being written: half of its rules may be rules', async () => {
    await house.write(all);
    const access = await house.open();
    await later();
    await house.write(`${all}\n`);
    for (const rules of [`${nothing}`, `${nothing}\n${all}`]) {
      expect(await ids(access)).toEqual(['all']);
      await house.clock.pass(secondMs / 2);
      await house.write(rules);
      await house.clock.pass(secondMs / 2);
    }
    expect(await ids(access)).toEqual(['all']);
    await later();
    expect(await ids(access)).toEqual(['nothing', 'all']);
  });

  it('and where its time lies ahead, once it is the same at two looks', async () => {
    await house.write(all);
    const access = await house.open();
    await house.write(nothing);
    await utimes(house.path, (house.clock.now() + dayMs) / 1_000, (house.clock.now() + dayMs) / 1_000);
    await later();
    expect(await ids(access)).toEqual(['all']);
    await later();
    expect(await ids(access)).toEqual(['nothing']);
  });

  it('by many questions at once only once', async () => {
    await house.write(all);
    const access = await house.open();
    await house.write(nothing);
    await later();
    const told = await Promise.all(Array.from({ length: 20 }, () => ids(access)));
    expect(new Set(told.flat())).toEqual(new Set(['nothing']));
    expect(house.reads.filter(({ text }) => text === nothing)).toHaveLength(1);
  });
});

describe('where the file is bad, the rules of before stay in force', () => {
  it.each([
    ['a bad rule', () => house.write(bad), 'unrecognized action `Action::"stopp"`'],
    ['no file', () => rm(house.path), 'the file is gone'],
    ['no text', () => house.write(Buffer.from([0xff])), 'the file is not text in UTF-8'],
  ])('%s: it is logged once, and told', async (_, spoil, says) => {
    await house.write(all);
    const access = await house.open();
    await spoil();
    await later();
    for (let look = 0; look < 3; look += 1) {
      expect(await ids(access)).toEqual(['all']);
      await later();
    }
    expect(errors()).toHaveLength(1);
    expect(errors()[0]).toContain(`access.cedar:1:`);
    expect(await access.inForce()).toMatchObject({ file: 'access.cedar', faults: [{ line: 1, says }] });
    await house.write(nothing);
    await later();
    expect(await access.inForce()).toMatchObject({ rules: [{ id: 'nothing' }], faults: [] });
  });

  it('the starter too', async () => {
    const access = await house.open();
    await house.write(bad);
    await later();
    expect(await ids(access)).toEqual(starterIds);
    expect((await access.inForce()).faults).toHaveLength(1);
    await rm(house.path);
    await later();
    expect(await access.inForce()).toMatchObject({ file: undefined, faults: [] });
  });

  it('and each other fault is logged again', async () => {
    await house.write(all);
    const access = await house.open();
    for (const text of [bad, `\n${bad}`]) {
      await house.write(text);
      await later();
      await ids(access);
    }
    expect(errors()).toHaveLength(2);
  });
});

describe('where the store fails', () => {
  it('rules are checked at every start, and nothing else', async () => {
    await house.write(all);
    const broken = {
      get: () => Promise.reject(new Error('disk')),
      put: () => Promise.reject(new Error('disk')),
      claim: () => Promise.reject(new Error('disk')),
      take: () => Promise.reject(new Error('disk')),
      swap: () => Promise.reject(new Error('disk')),
      delete: () => Promise.reject(new Error('disk')),
      list: () => Promise.reject(new Error('disk')),
    };
    const journal = (): never => {
      throw new Error('no journal is asked for');
    };
    const examine = () => Promise.reject(new Error('disk'));
    const store = { id: 'x', family: () => broken, journal, examine, close: async () => {} };
    expect(await ids(await house.open({ store }))).toEqual(['all']);
    expect(house.logged).toContain('checked rules are not remembered {"error":"disk"}');
  });
});
