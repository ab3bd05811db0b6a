import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoEc2 } from '../../src/core/drivers/demo/engine.ts';
import type { DemoEc2 } from '../../src/core/drivers/demo/ec2.ts';
import type { Cloud } from '../../src/core/ports/cloud.ts';
import type { ControlKind } from '../../src/core/ports/control.ts';
import type { Address, Volume } from '../../src/core/ports/instance.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, ines, linesOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

const ip = '198.51.100.10';
const volumes = { bastion: 'gp2 8 GiB', webRoot: 'gp3 20 GiB', webData: 'gp3 100 GiB' } as const;
const signal = new AbortController().signal;

let talk: Talk;
/** The account behind the bot's back: somebody else's calls. */
let ec2: DemoEc2;
beforeEach(async () => {
  talk = await openTalk();
  ec2 = await createDemoEc2({ store: talk.machine.house.store, clock: talk.machine.clock });
});
afterEach(() => talk.close());

const confirmed = async (line: string, word = ''): Promise<void> => {
  const confirm = linesOf(await talk.reply(line))['Confirm'];
  if (confirm === undefined) throw new Error(`${line} has nothing to confirm`);
  const [, key = ''] = confirm.split(' ');
  const told = await talk.reply(`confirm ${key} ${word} reason:"as a test wants it"`);
  // What is in production, or for good, wants another person.
  if (wordsOf(told).includes('another person must approve')) await talk.reply(`approve ${key}`, ines);
};
/** Somebody else calls EC2, and it ends. */
const elsewhere = async (kind: ControlKind, name: string): Promise<void> => {
  const { instances, addresses } = await ec2.world();
  const thing =
    [...instances.values()].find(({ tags }) => tags['Name'] === name) ??
    [...addresses.values()].find(({ publicIp }) => publicIp === name);
  const account = ec2.accounts.find(({ id }) => id === thing?.accountId);
  if (thing === undefined || account === undefined) throw new Error(`the demo account has no ${name}`);
  const id = 'allocationId' in thing ? thing.allocationId : thing.id;
  const home = { account, region: thing.region };
  await ec2.change(kind, home, [{ id, ...home }], false, signal);
  await talk.machine.clock.pass(60_000);
};
const whats = (reply: Reply): readonly string[] => rowsOf(reply).map((row) => row['What'] ?? '');
const left = async (line = 'leftovers'): Promise<readonly string[]> => whats(await talk.reply(line)).toSorted();
const all = [ip, volumes.bastion, volumes.webData, volumes.webRoot].toSorted();

/** The same account where some volumes and addresses are told otherwise. */
const told =
  (some: { readonly volume?: (one: Volume) => readonly Volume[]; readonly address?: (one: Address) => Address }) =>
  (cloud: Cloud): Cloud => ({
    ...cloud,
    async volumes(scope, reading, of) {
      const listing = await cloud.volumes(scope, reading, of);
      return { ...listing, items: listing.items.flatMap((one) => some.volume?.(one) ?? [one]) };
    },
    async addresses(scope, reading) {
      const listing = await cloud.addresses(scope, reading);
      return { ...listing, items: listing.items.map((one) => some.address?.(one) ?? one) };
    },
  });
const isData = ({ sizeGiB, kind, tags }: Volume): boolean =>
  kind === 'gp3' && sizeGiB === 100 && tags['Name'] === undefined;

describe('what was left behind is listed', () => {
  beforeEach(() => confirmed('stop web-1 bastion'));

  it('while it costs', async () => {
    expect(await left()).toEqual(all);
  });

  it('no longer where somebody else has started the machine again', async () => {
    await elsewhere('start', 'bastion');
    expect(await left()).toEqual([volumes.webData, volumes.webRoot].toSorted());
  });

  it('again where that machine is stopped once more, whoever does it', async () => {
    await elsewhere('start', 'bastion');
    await elsewhere('stop', 'bastion');
    expect(await left()).toEqual(all);
  });

  it('no longer where somebody else has terminated the machine and its volumes went with it', async () => {
    await elsewhere('terminate', 'web-1');
    expect(await left()).toEqual([ip, volumes.bastion, volumes.webData].toSorted());
  });

  it('no longer where somebody else has released the address', async () => {
    await elsewhere('disassociate', ip);
    expect(await left(), 'it idles still').toEqual(all);
    await elsewhere('release', ip);
    expect(await left()).toEqual([volumes.bastion, volumes.webData, volumes.webRoot].toSorted());
  });

  it('no longer where the address is on a machine that runs', async () => {
    const running = [...(await ec2.world()).instances.values()].find(({ tags }) => tags['Name'] === 'api-1');
    const moved = told({ address: (one) => (one.publicIp === ip ? { ...one, instanceId: running?.id } : one) });
    expect(whats(await talk.over(moved)('leftovers')).toSorted()).toEqual(all.filter((what) => what !== ip));
  });

  it.each<[string, 'api-1' | 'batch-7' | undefined, boolean]>([
    ['no longer where the volume is on a machine that runs', 'api-1', false],
    ['where the volume is on another machine that is stopped', 'batch-7', true],
    ['where the volume is on nothing', undefined, true],
  ])('%s', async (_, name, listed) => {
    const { instances } = await ec2.world();
    const holder = [...instances.values()].find(({ tags }) => name !== undefined && tags['Name'] === name);
    const moved = told({
      volume: (one) =>
        isData(one)
          ? [
              {
                ...one,
                attachedTo: holder === undefined ? [] : one.attachedTo.map((at) => ({ ...at, instanceId: holder.id })),
              },
            ]
          : [one],
    });
    expect(whats(await talk.over(moved)('leftovers')).includes(volumes.webData)).toBe(listed);
  });

  it('no longer where the volume was deleted', async () => {
    const gone = told({ volume: (one) => (isData(one) ? [] : [one]) });
    expect(whats(await talk.over(gone)('leftovers')).toSorted()).toEqual(
      all.filter((what) => what !== volumes.webData),
    );
  });

  it('with the sum of what is listed', async () => {
    await elsewhere('start', 'bastion');
    expect(wordsOf(await talk.reply('leftovers'))).toContain('2 things left behind still cost $9.60 a month');
  });
});

describe('what could not be read of what was left behind', () => {
  beforeEach(() => confirmed('stop web-1 bastion'));
  const blind =
    (...reads: Parameters<typeof partlyBlind>[2]) =>
    (cloud: Cloud) =>
      partlyBlind(cloud, 'us-east-1', reads);
  const unchecked = (reply: Reply): string | undefined =>
    asideOf(reply).find((text) => text.includes('could not be checked'));

  it.each<[string, Parameters<typeof partlyBlind>[2], readonly string[], number]>([
    ['volumes', ['volumes'], [ip], 3],
    ['addresses', ['addresses'], [volumes.bastion, volumes.webData, volumes.webRoot], 1],
    ['machines', ['instances'], [ip], 3],
    ['anything', ['volumes', 'instances', 'addresses'], [], 4],
  ])('is counted and not listed: %s', async (_, reads, listed, count) => {
    const reply = await talk.over(blind(...reads))('leftovers');
    expect(whats(reply).toSorted()).toEqual([...listed].toSorted());
    expect(unchecked(reply)).toBe(`${count} more could not be checked, for not everything could be read.`);
  });

  it('is not spoken of where all could be read', async () => {
    expect(unchecked(await talk.reply('leftovers'))).toBeUndefined();
  });

  it('is not spoken of where another region was asked about', async () => {
    expect(unchecked(await talk.over(blind('volumes'))('leftovers region:eu-west-1'))).toBeUndefined();
    expect(unchecked(await talk.over(blind('volumes'))('leftovers region:us-east-1'))).toMatch(/^3 more/);
  });

  it('is an address whose use nobody can see', async () => {
    const hidden = told({
      address: (one) =>
        one.publicIp === ip
          ? { ...one, instanceId: undefined, networkInterfaceId: 'eni-1', networkInterfaceOwnerId: '999988887777' }
          : one,
    });
    const reply = await talk.over(hidden)('leftovers');
    expect(whats(reply)).not.toContain(ip);
    expect(unchecked(reply)).toMatch(/^1 more/);
  });
});

describe('what was left behind is narrowed by', () => {
  beforeEach(async () => {
    await confirmed('stop web-1 bastion');
    await confirmed('stop ad-1');
  });
  const tagged = told({
    volume: (one) => [isData(one) ? { ...one, tags: { owner: 'lena', team: 'data' } } : one],
    address: (one) => (one.publicIp === ip ? { ...one, tags: { Name: 'door', owner: 'sam' } } : one),
  });

  it.each<[string, readonly string[]]>([
    ['leftovers region:eu-west-1', ['gp2 100 GiB']],
    ['leftovers region:us-east-1', all],
    ['leftovers account:demo-prod', ['gp2 100 GiB']],
    ['leftovers account:demo-dev region:us-east-1', all],
    ['leftovers owner:lena', [volumes.webData]],
    ['leftovers owner:sam', [ip]],
    ['leftovers owner:nobody', []],
    ['leftovers tag:team=data', [volumes.webData]],
    ['leftovers tag:team', [volumes.webData]],
    ['leftovers name:door', [ip]],
    ['leftovers name:web-1', [volumes.webData, volumes.webRoot]],
    ['leftovers owner:sam region:eu-west-1', []],
  ])('%s', async (line, expected) => {
    expect(whats(await talk.over(tagged)(line)).toSorted()).toEqual([...expected].toSorted());
  });
});
