import type { Outcome, Progress } from '../../core/changes/changes.ts';
import type { TargetProgress } from '../../core/changes/target.ts';
import { kinds, rowOf, type Kind } from '../../core/changes/kinds.ts';
import { exact, hoursPerMonth, isZero, rounded, times } from '../../core/money.ts';
import { mention, say, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { called, changeAction, lineOf } from './plan-reply.ts';
import {
  action,
  actions,
  column,
  line,
  paragraph,
  prose,
  reply,
  table,
  type Action,
  type Reply,
  type Tone,
} from './reply.ts';

/** Each phase in the words people read. */
const phaseWords = {
  waiting: 'waiting',
  'under-way': 'under way',
  done: 'done',
  'left-alone': 'left alone',
  failed: 'not done',
  withheld: 'not called',
  'not-yet': 'not yet',
  'cannot-tell': 'cannot tell',
} as const satisfies Record<TargetProgress['phase'], string>;

/** How far a change is. */
export const progressReply = ({ kind, targets }: Progress): Reply => {
  const done = targets.filter(({ phase }) => phase === 'done').length;
  return reply(
    'plain',
    say`${kinds[kind].going} ${counted(kind, targets.length)}: ${done} of ${targets.length} done`,
    targetsTable(targets),
  );
};

/** How a change ended, what it left behind, and the way back. */
export function outcomeReply(outcome: Outcome): Reply {
  const { kind, targets } = outcome;
  if (outcome.cancelled) return reply('plain', say`Cancelled. Nothing was done, and this key works no longer.`);
  const count = targets.filter(({ phase }) => phase === 'done').length;
  const back = outcome.wayBack;
  return reply(
    toneOf(outcome),
    titleOf(kind, count, targets),
    targetsTable(targets),
    outcome.hourly !== undefined && !isZero(outcome.hourly.amount)
      ? paragraph(
          say`${outcome.hourly.way === 'saved' ? 'Saves' : 'Costs'} ${exact(outcome.hourly.amount)} an hour, ${rounded(times(outcome.hourly.amount, hoursPerMonth))} a month.`,
        )
      : undefined,
    ...outcome.leftBehind.map(lineOf),
    actions(
      back && action(backLabel(back.kind), line`${back.kind} ${back.words}`),
      ...leftActions(outcome.left),
      ...unfinished(targets).map(({ target }) => action(`Show ${target.name ?? target.id}`, line`show ${target.id}`)),
    ),
  );
}

/** An outcome that nobody was there to see, found afterwards: says that it is told late, and for whom. */
export const foundReply = (outcome: Outcome, foundAt: Instant): Reply => {
  const told = outcomeReply(outcome);
  return {
    ...told,
    title: say`Found later, at ${time(foundAt)}: ${mention(outcome.by)} asked to ${kinds[outcome.kind].verb}. ${told.title}`,
  };
};

function titleOf(kind: Kind, count: number, targets: readonly TargetProgress[]): Spans {
  const { verb, done } = rowOf(kind);
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    return count === 1
      ? say`${called(only.target)} is ${done}.`
      : say`${called(only.target)}: ${phaseWords[only.phase]}.`;
  }
  return count === targets.length
    ? say`All ${counted(kind, count)} are ${done}.`
    : say`${count} of ${counted(kind, targets.length)} are ${done}; it did not ${verb} the rest.`;
}

function toneOf({ targets }: Outcome): Tone {
  if (targets.every(({ phase }) => phase === 'done')) return 'good';
  return targets.some(({ phase }) => phase === 'failed' || phase === 'cannot-tell') ? 'danger' : 'warning';
}

/** To release what an address costs, and to see, or keep on purpose, all that was left behind. */
function leftActions(left: Outcome['left']): readonly Action[] {
  if (left.length === 0) return [];
  const addresses = left.filter(({ what }) => what === 'address').slice(0, releasesOffered);
  return [...addresses.map(({ label }) => changeAction('release', label, label)), action('Leftovers', 'leftovers')];
}

/** Buttons to release are given for so many. */
const releasesOffered = 3;

/** `Start again`; an address is recovered or released, not again. */
const backLabel = (kind: Kind): string =>
  rowOf(kind).of === 'instance' ? `${rowOf(kind).label} again` : rowOf(kind).label;

const unfinished = (targets: readonly TargetProgress[]) =>
  targets.filter(({ phase }) => phase === 'not-yet' || phase === 'cannot-tell' || phase === 'left-alone').slice(0, 3);

const counted = (kind: Kind, count: number): string => {
  const { of } = rowOf(kind);
  return count === 1 ? `1 ${of}` : `${count} ${of === 'address' ? 'addresses' : 'instances'}`;
};

const targetsTable = (targets: readonly TargetProgress[]) =>
  table(
    [prose('Target'), column('Account', 'left', 2), column('Region', 'left', 2), column('Outcome'), prose('', 1)],
    targets.map(({ target, phase, state, says }) => [
      called(target),
      target.account.name,
      target.region,
      phaseWords[phase],
      says.length > 0 ? says : (state ?? ''),
    ]),
  );
