import type { Waiting } from '../core/changes/changes.ts';
import { rowOf } from '../core/changes/kinds.ts';
import { isProblem } from '../core/problem.ts';
import { code, list, say, time, type Spans } from '../core/text.ts';
import { command } from './command.ts';
import { key } from './options/kinds.ts';
import { leftOut } from './left-out.ts';
import { judgeActions, reviewReply } from './reply/approval-reply.ts';
import {
  action,
  actions,
  column,
  line,
  prose,
  reply,
  table,
  type Action,
  type Actions,
  type Block,
} from './reply/reply.ts';

/** Whose press a plan waits for, in words. */
const waitsFor = {
  confirmation: 'your confirmation',
  approval: 'another person’s approval',
  yours: 'your approval',
} as const satisfies Record<Waiting['for'], string>;

/** Names told of one plan. */
const namesTold = 3;
/** Plans that buttons are given for. */
const withButtons = 3;

/** What waits for a press: plans to confirm, and what other people want approved. */
export const plans = command({
  name: 'plans',
  summary: 'What waits to be confirmed or approved, or what one such plan would do',
  examples: ['plans'],
  options: { key: key('yours', 'approval') },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(args, { core, person, place, signal }) {
    if (args.key !== undefined) {
      const reviewed = await core.plans.review(args.key, person, place, { signal });
      return isProblem(reviewed) ? reviewed : reviewReply(reviewed);
    }
    const all = await core.plans.waiting(person, place);
    const left = leftOut(await core.unseen.plans(person, place), 'plan', 'plans', core.shownIn(place));
    if (all.length === 0)
      return reply('plain', `Nothing ${left === undefined ? '' : 'else '}waits for you here.`, left);
    return reply(
      'plain',
      say`${all.length} plan${all.length === 1 ? ' waits' : 's wait'}`,
      plansTable(all),
      left,
      planActions(all),
    );
  },
});

/** Plans that wait, and for whom. */
export const plansTable = (all: readonly Waiting[]): Block =>
  table(
    [
      column('Key'),
      column('What'),
      prose('Targets'),
      column('Who', 'left', 1),
      prose('Reason', 2),
      column('Waits for'),
      column('Until', 'left', 1),
    ],
    all.map((one) => [
      code(one.key),
      rowOf(one.kind).verb,
      namesOf(one),
      one.by.name,
      one.reason ?? '',
      waitsFor[one.for],
      [time(one.expiresAt)],
    ]),
  );

/** What can be pressed for the first of them. */
export const planActions = (all: readonly Waiting[]): Actions | undefined =>
  actions(...all.slice(0, withButtons).flatMap(actionsFor));

const namesOf = ({ names }: Waiting): Spans =>
  names.length > namesTold ? say`${names.length} targets` : list(names.map(code));

/** What can be pressed for one of them. */
export function actionsFor(one: Waiting): readonly Action[] {
  switch (one.for) {
    case 'confirmation':
      return [action(`Show ${one.key}`, line`plans ${one.key}`), action(`Cancel ${one.key}`, line`cancel ${one.key}`)];
    case 'approval':
      return [action(`Show ${one.key}`, line`plans ${one.key}`), action(`Cancel ${one.key}`, line`cancel ${one.key}`)];
    case 'yours':
      return [
        action(`Show ${one.key}`, line`plans ${one.key}`),
        ...judgeActions({ ...one, things: namesOf(one) }, ` ${one.key}`),
      ];
  }
}
