import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformRow } from '../../src/core/facts/prices/platforms.ts';
import type { Image } from '../../src/core/ports/instance-type.ts';
import { operatingSystems, type OperatingSystem } from '../../src/core/ports/price-list.ts';
import { plain, say } from '../../src/core/text.ts';
import { asideOf, fieldsOf, linesOf, openTalk, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const id = 'ami-0123456789abcdef0';
/** The answer for a made-up image that AWS shows in us-east-1. */
const answer = (shown: Partial<Image>, line = `image ${id}`) =>
  talk.over(
    (own) => own,
    ({ types }) => ({
      types: {
        ...types,
        images: async (wanted) => ({
          items: wanted
            .filter(({ region }) => region === 'us-east-1')
            .slice(0, 1)
            .map((home): Image => ({ ...home, state: 'available', volumes: [], ...shown })),
          gaps: [],
          asOf: 0,
          source: { name: 'AWS' },
        }),
      },
    }),
  )(line);
const licenceOf = async (os: OperatingSystem, line?: string) => {
  const {
    operations: [usageOperation],
    words,
  } = platformRow(os);
  return asideOf(await answer({ usageOperation, platformDetails: words }, line)).filter((one) =>
    /licence/i.test(one.split(':')[0] ?? ''),
  );
};

describe('image', () => {
  it('tells what the image of an instance is', async () => {
    const page = await talk.reply('image ad-1');
    expect(fieldsOf(page)).toMatchObject({
      Owner: 'Amazon (801119661308)',
      'Shown to': 'everybody (public)',
      State: 'available',
      Architecture: 'x86_64',
      Virtualization: 'hvm',
      'Root device': 'ebs',
      Platform: 'Windows, billed as RunInstances:0002',
      'Boot mode': 'whatever the type has as its usual',
      Brings: '/dev/xvda gp3, 30 GiB',
      Made: '2024-06-12T17:30:05Z (894 days ago)',
      Deprecated: '2026-06-12T17:30:05Z (164 days ago)',
      Region: 'eu-west-1, seen by demo-prod',
      'Started from it': 'ad-1',
    });
    const aside = asideOf(page);
    expect(aside).toContainEqual(expect.stringMatching(/^It is deprecated/));
    expect(aside).toContainEqual(
      'Licence on m5.xlarge: $0.184 an hour over Linux, $134.32 a month ($0.398 against $0.214, On-Demand).',
    );
    expect(aside).toContainEqual(
      'Licence by the vCPU: $0.046 an hour over Linux on 617 of the 702 types sold with Windows in eu-west-1; all of them from $0 to $0.056.',
    );
    expect(aside.filter((one) => one.startsWith('Source: embedded catalogue'))).toHaveLength(1);
    expect(linesOf(page)['Price']).toBe('price m5.xlarge eu-west-1 windows');
  });

  it('tells by its id the same, and what of ours was started from it', async () => {
    const [, own = ''] = /^(ami-\S+)/.exec(plain((await talk.reply('image shop-asg-1')).title)) ?? [];
    const page = await talk.reply(`image ${own.toUpperCase().replace('AMI', 'ami')}`);
    expect(plain(page.title)).toContain(own);
    expect(fieldsOf(page)['Started from it']).toBe('api-1, bastion, batch-7, batch-8, beanstalk-web and 26 more');
  });

  it.each<readonly [OperatingSystem, readonly RegExp[]]>([
    ['linux', [/^Licence: none over Linux\.$/]],
    [
      'windows',
      [/^Licence by the vCPU: \$0\.046 an hour over Linux on 8\d\d of the \d+ types sold with Windows in us-east-1/],
    ],
    ['rhel', [/^Licence by the vCPU: \$0\.0108 .* all of them from \$0\.0096 to \$0\.0\d+\.$/]],
    ['rhel-ha', [/\$0\.0248 an hour over Linux/]],
    ['suse', [/an hour over Linux on \d+ of the \d+ types sold with SUSE Linux/]],
    ['ubuntu-pro', [/\$0\.00175 an hour over Linux/]],
    ['windows-sql-web', [/\$0\.0629 an hour/]],
    ['windows-sql-std', [/\$0\.166 an hour/]],
    ['windows-sql-ent', [/\$0\.421 an hour/]],
    ['linux-sql-std', [/\$0\.12 an hour/]],
    ['windows-byol', [/^Licence: one of your own; AWS charges the price of Linux\.$/]],
  ])('tells what %s costs over Linux', async (os, expected) => {
    const told = await licenceOf(os);
    expect(told).toHaveLength(expected.length);
    expected.forEach((one, at) => expect(told[at]).toMatch(one));
  });

  it.each(operatingSystems)('tells for %s on a type a licence, or that its price is not known', async (os) => {
    const page = await answer(
      { usageOperation: platformRow(os).operations[0], platformDetails: platformRow(os).words },
      `image ${id} type:m5.large`,
    );
    expect(wordsOf(page)).toMatch(/Licence on m5\.large: \$[\d.]+ an hour over Linux|Licence: |no known price/);
    expect(wordsOf(page)).not.toContain('NaN');
  });

  it('tells the licence of Red Hat’s own subscription as none over Linux', async () => {
    expect(
      asideOf(await answer({ usageOperation: 'RunInstances:00g0', platformDetails: 'Red Hat BYOL Linux' })),
    ).toContainEqual('Licence: none over Linux.');
  });

  it.each<readonly [Partial<Image>, RegExp]>([
    [
      { usageOperation: 'RunInstances:zz99', platformDetails: 'BeOS' },
      /billing code RunInstances:zz99 \(BeOS\) has no price/,
    ],
    [{}, /AWS tells no billing code/],
    [{ state: 'disabled' }, /Nothing can be started from it while its state is disabled/],
    [{ virtualization: 'paravirtual' }, /Paravirtual/],
    [{ rootDevice: 'instance-store' }, /cannot be stopped/],
    [{ architecture: 'arm64' }, /Graviton/],
    [{ ena: false }, /Without ENA/],
    [
      { ownerAlias: 'aws-marketplace', ownerId: '679593333241' },
      /a seller of AWS Marketplace \(679593333241\)[^]*seller may charge/,
    ],
    [{ deprecatedAt: '2020-01-01T00:00:00.000Z' }, /It is deprecated/],
    [{ deprecatedAt: '2030-01-01T00:00:00.000Z' }, /\(in \d+ days\)/],
    [{ deprecatedAt: 'soon' }, /none of ours/],
    [{ bootMode: 'uefi' }, /uefi/],
    [{ isPublic: false }, /accounts that its owner chose/],
  ])('of %j it says %s', async (shown, expected) => {
    expect(wordsOf(await answer(shown))).toMatch(expected);
  });

  it.each([
    [
      'image web-1 type:m7g.large',
      /^ami-\S+ cannot start on m7g\.large: the image is for x86_64, the type is arm64\.$/,
    ],
    ['image web-1 type:mac2.metal', /cannot start on mac2\.metal.* the type is arm64_mac\.$/],
  ])('%s says that it does not start there', async (line, expected) => {
    expect(asideOf(await talk.reply(line))).toContainEqual(expect.stringMatching(expected));
  });

  it.each(['image web-1', 'image web-1 type:m6i.large'])('%s says nothing of that', async (line) => {
    expect(wordsOf(await talk.reply(line))).not.toContain('cannot start');
  });

  it('says of an image in time nothing of deprecation', async () => {
    expect(wordsOf(await answer({ deprecatedAt: '2030-01-01T00:00:00.000Z' }))).not.toContain('It is deprecated');
  });

  it('says where an instance is billed by another code than its image’s', async () => {
    const page = await answer({ usageOperation: 'RunInstances:0002', platformDetails: 'Windows' }, 'image web-1');
    expect(asideOf(page)).toContainEqual(
      expect.stringMatching(/^web-1 itself is billed as RunInstances \(Linux\/UNIX\), not by the code of its image/),
    );
  });

  it('shows whatever its owner wrote without harm', async () => {
    const text = '\u001b[31m\u202E<!channel>\u0000';
    const page = await answer({
      name: text,
      description: text,
      platformDetails: text,
      usageOperation: text,
      ownerAlias: text,
      state: text,
      bootMode: text,
    });
    expect(wordsOf(page)).not.toMatch(/[\p{Cc}\p{Cf}](?<!\n)/u);
  });

  it('says of one that is gone what it may be, that the machine is not touched, and what to do', async () => {
    const { problem } = await talk.ask('image cache-store');
    expect(problem?.problem).toBe('image-not-found');
    expect(plain(problem?.what ?? [])).toMatch(/^AWS shows no image ami-[0-9a-f]{17} to demo-prod \(us-east-1\)\.$/);
    expect(plain(problem?.where ?? [])).toBe(
      'cache-store was started from it and is not touched by that: it is billed by its own code, RunInstances (Linux/UNIX).',
    );
    expect(plain(problem?.todo ?? [])).toMatch(
      /deregistered, private to another account, of another region, or .*Allowed AMIs/,
    );
  });

  it('says that it could not be read, where nobody could look, rather than that it is gone', async () => {
    const denied = { problem: 'cloud-refused', what: say`images were refused`, todo: say`Allow them.` } as const;
    const line = talk.over(
      (own) => own,
      ({ types }) => ({
        types: { ...types, images: async () => ({ items: [], gaps: [denied], asOf: 0, source: { name: 'AWS' } }) },
      }),
    )(`image ${id}`);
    await expect(line).rejects.toThrow(/cloud-refused: .*images were refused/);
  });

  it.each<readonly [line: string, problem: string, todo: RegExp]>([
    ['image', 'missing-value', /help image/],
    ['image ami-12', 'bad-value', /8 or 17/],
    [`image ${id} region:eu-west-1`, 'image-not-found', /--region eu-west-1/],
    ['image wbe-1', 'instance-not-found', /web-1/],
    ['image scratch', 'ambiguous-name', /id/],
    ['image ad-1 type:m5.lagre', 'unknown-type', /m5\.large/],
    ['image ad-1 type:m5', 'unknown-type', /m5\.large/],
  ])('%s: %s', async (line, problem, todo) => {
    const { problem: told } = await talk.ask(line);
    expect(told?.problem).toBe(problem);
    expect(plain(told?.todo ?? [])).toMatch(todo);
  });
});
