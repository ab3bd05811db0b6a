import type { Outcome, Progress, TargetProgress } from '../../core/changes/changes.ts';
import { kinds } from '../../core/changes/kinds.ts';
import { exact, hoursPerMonth, rounded, times } from '../../core/money.ts';
import { mention, say, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { called, lineOf } from './plan-reply.ts';
import { action, actions, column, line, paragraph, reply, table, type Reply, type Tone } from './reply.ts';

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
    say`${kinds[kind].going} ${counted(targets.length)}: ${done} of ${targets.length} done`,
    targetsTable(targets),
  );
};

/** How a change ended, what it left behind, and the way back. */
export function outcomeReply(outcome: Outcome): Reply {
  const { kind, targets } = outcome;
  const { verb, done } = kinds[kind];
  if (outcome.cancelled) return reply('plain', say`Cancelled. Nothing was done, and this key works no longer.`);
  const count = targets.filter(({ phase }) => phase === 'done').length;
  const back = outcome.wayBack;
  return reply(
    toneOf(outcome),
    titleOf(count, targets, verb, done),
    targetsTable(targets),
    outcome.hourly &&
      paragraph(
        say`${outcome.hourly.way === 'saved' ? 'Saves' : 'Costs'} ${exact(outcome.hourly.amount)} an hour, ${rounded(times(outcome.hourly.amount, hoursPerMonth))} a month.`,
      ),
    ...outcome.leftBehind.map(lineOf),
    actions(
      back && action(`${kinds[back.kind].label} again`, line`${back.kind} ${back.ids}`),
      ...unfinished(targets).map(({ target }) => action(`Show ${target.name ?? target.id}`, line`show ${target.id}`)),
    ),
  );
}

/** An outcome that was found after a restart: says that it is told late, and for whom. */
export const foundReply = (outcome: Outcome, foundAt: Instant): Reply => {
  const told = outcomeReply(outcome);
  return {
    ...told,
    title: say`Found after a restart (${time(foundAt)}): ${mention(outcome.by)} asked to ${kinds[outcome.kind].verb}. ${told.title}`,
  };
};

function titleOf(count: number, targets: readonly TargetProgress[], verb: string, done: string): Spans {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    return count === 1
      ? say`${called(only.target)} is ${done}.`
      : say`${called(only.target)}: ${phaseWords[only.phase]}.`;
  }
  return count === targets.length
    ? say`All ${count} instances are ${done}.`
    : say`${count} of ${targets.length} instances are ${done}; the rest did not ${verb}.`;
}

function toneOf({ targets }: Outcome): Tone {
  if (targets.every(({ phase }) => phase === 'done')) return 'good';
  return targets.some(({ phase }) => phase === 'failed' || phase === 'cannot-tell') ? 'danger' : 'warning';
}

const unfinished = (targets: readonly TargetProgress[]) =>
  targets.filter(({ phase }) => phase === 'not-yet' || phase === 'cannot-tell' || phase === 'left-alone').slice(0, 3);

const counted = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`);

const targetsTable = (targets: readonly TargetProgress[]) =>
  table(
    [
      column('Instance'),
      column('Account', 'left', 2),
      column('Region', 'left', 2),
      column('Outcome'),
      column('', 'left', 1),
    ],
    targets.map(({ target, phase, state, says }) => [
      called(target),
      target.account.name,
      target.region,
      phaseWords[phase],
      says.length > 0 ? says : (state ?? ''),
    ]),
  );
