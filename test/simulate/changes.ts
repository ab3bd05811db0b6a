import { actionsOf } from '../../src/commands/reply/reply.ts';
import type { DemoInstance } from '../../src/core/drivers/demo/ec2.ts';
import type { Person } from '../../src/core/people/person.ts';
import type { ControlKind } from '../../src/core/ports/control.ts';
import type { House } from './house.ts';
import type { Happening } from './part.ts';
import { people, places, type World } from './world.ts';

/** Answers in which something can still be pressed, as people scroll back. */
const rememberedAnswers = 3;

/** Instances that are named at once. */
const namedAtMost = 4;

const verbs = ['stop', 'start', 'reboot', 'terminate', 'release', 'disassociate', 'recover'] as const;

/** Something that can be pressed, and who it was shown to. */
interface Button {
  readonly key: string;
  readonly does: string;
  readonly typed: string | undefined;
  readonly person: Person;
  readonly place: string;
}

const buttons = ({ answers }: World): readonly Button[] =>
  answers.slice(-rememberedAnswers).flatMap(({ answer, person, place }) =>
    actionsOf(answer.reply).flatMap(({ does, form }) => {
      const key = /^(?:confirm|cancel|approve|deny) ([2-9A-Z]{8})\b/.exec(does)?.[1];
      return key === undefined ? [] : [{ key, does, typed: form?.typed, person, place }];
    }),
  );

/** Most often one of them; sometimes one twice, or each: platforms hand over more than once. */
export function hearing({ random, houses }: World): readonly House[] {
  const alive = houses();
  if (alive.length === 0) return [];
  const one = random.pick(alive);
  if (random.percent(80)) return [one];
  return random.percent(50) ? alive : [one, one];
}

/** Names or an address of what a verb can be said of; most often of what it would move. */
async function target({ random, aws }: World, verb: (typeof verbs)[number]): Promise<string> {
  const { instances, addresses } = await aws.world();
  const isFit = random.percent(90);
  const named = (states: readonly string[]): readonly string[] =>
    [...instances.values()].flatMap(({ tags, state }) =>
      tags['env'] !== 'prod' && /^[\w-]+$/.test(tags['Name'] ?? '') && (!isFit || states.includes(state))
        ? (tags['Name'] ?? [])
        : [],
    );
  const held = (wanted: boolean): readonly string[] =>
    [...addresses.values()].flatMap((one) =>
      isFit && (one.associationId !== undefined) !== wanted ? [] : one.publicIp,
    );
  /** Those of several regions are several calls. */
  const some = (names: readonly string[]): string =>
    [...new Set(Array.from({ length: random.between(1, namedAtMost) }, () => random.pick([...names, 'web-1'])))].join(
      ' ',
    );
  switch (verb) {
    case 'stop':
    case 'reboot':
      return some(named(['running']));
    case 'start':
      return some(named(['stopped']));
    case 'terminate':
      return random.pick([...named(['running', 'stopped']), 'web-1']);
    case 'disassociate':
      return random.pick([...held(true), '198.51.100.10']);
    case 'release':
      // Of one in use there are two calls.
      return random.pick([...held(random.percent(50)), '198.51.100.38']);
    case 'recover':
      return '198.51.100.38';
  }
}

/** What people ask for, press, and forbid; and what others do to the account. */
export const changes: readonly Happening[] = [
  {
    name: 'ask',
    weight: () => 14,
    async happens(world) {
      const { random } = world;
      const verb = random.pick(verbs);
      const person = random.percent(90)
        ? random.pick([people.maria, people.lena])
        : random.pick([people.ines, people.bob]);
      const line = `${verb} ${await target(world, verb)} reason:"as agreed"`;
      world.says({ person, place: random.pick([places.ops, places.dev]), line }, hearing(world));
    },
  },
  {
    name: 'press',
    weight: (world) => (buttons(world).length > 0 ? 30 : 0),
    async happens(world) {
      const { random } = world;
      const all = buttons(world);
      const willing = all.filter((one) => /^(?:confirm|approve)/.test(one.does));
      const { key, does, typed, person, place } = random.pick(willing.length > 0 && random.percent(80) ? willing : all);
      const judges = /^(?:approve|deny)/.test(does);
      const whose = judges ? people.ines : person;
      const by = random.percent(85) ? whose : random.pick(Object.values(people));
      const where = random.percent(90)
        ? judges
          ? random.pick([place, places.approvals])
          : place
        : random.pick([places.ops, places.dev]);
      const line = typed === undefined ? does : `${does} "${typed}"`;
      for (let times = random.percent(85) ? 1 : 2; times > 0; times -= 1)
        world.says({ person: by, place: where, line, presses: key }, hearing(world));
      // Whoever sees it wants it stopped.
      if (!random.percent(15)) return;
      await world.pass(random.between(0, 20_000));
      world.says(
        { person: people.ana, place: places.ops, line: 'freeze on reason:"not now" until:10m' },
        hearing(world),
      );
    },
  },
  {
    name: 'freeze',
    weight: () => 2,
    happens(world) {
      const { random } = world;
      const line = random.pick([
        'freeze on reason:"the sale is on"',
        'freeze on reason:"the sale is on" until:2h',
        'freeze off',
        'freeze off',
        'freeze off',
        'freeze off',
      ]);
      const person = random.percent(85) ? people.ana : people.bob;
      world.says({ person, place: places.ops, line }, hearing(world));
    },
  },
  {
    name: 'others move',
    weight: () => 2,
    async happens(world) {
      const { instances } = await world.aws.world();
      await byOthers(world, world.random.pick(['start', 'stop']), world.random.pick([...instances.values()]));
    },
  },
  {
    name: 'others part',
    weight: () => 1,
    async happens(world) {
      const { addresses } = await world.aws.world();
      const address = world.random.pick([...addresses.values()]);
      await byOthers(world, 'disassociate', { ...address, id: address.allocationId });
    },
  },
];

/** Somebody who has another way to AWS. What EC2 refuses them is their affair. */
async function byOthers(
  { aws, note }: World,
  kind: ControlKind,
  {
    id,
    accountId,
    region,
    associationId,
  }: Pick<DemoInstance, 'id' | 'accountId' | 'region'> & { readonly associationId?: string },
): Promise<void> {
  const account = aws.accounts.find((one) => one.id === accountId);
  if (account === undefined) return;
  note(`somebody else: ${kind} ${id}`);
  const what = { id, account, region, ...(associationId !== undefined && { associationId }) };
  await aws.change(kind, { account, region }, [what], false, new AbortController().signal).catch(() => {});
}
