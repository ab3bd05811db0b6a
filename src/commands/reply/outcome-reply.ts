import type { Outcome, Progress } from '../../core/changes/changes.ts';
import type { TargetProgress } from '../../core/changes/target.ts';
import { kinds, rowOf, type Kind } from '../../core/changes/kinds.ts';
import { exact, hoursPerMonth, isZero, rounded, times } from '../../core/money.ts';
import { command, list, mention, plain, say, strong, time, type Spans } from '../../core/text.ts';
import { secondMs, spanInWords, type Instant } from '../../core/time.ts';
import { awaitingReply, deniedReply, lateReply } from './approval-reply.ts';
import { called, changeAction, lineOf } from './plan-reply.ts';
import {
  action,
  actions,
  column,
  line,
  note,
  paragraph,
  prose,
  reply,
  replyAbout,
  table,
  type Action,
  type Block,
  type Reply,
  type Tone,
} from './reply.ts';

/** Each phase in the words people read. */
export const phaseWords = {
  waiting: 'waiting',
  'under-way': 'under way',
  done: 'done',
  'left-alone': 'left alone',
  failed: 'not done',
  withheld: 'not called',
  'not-yet': 'not yet',
  'cannot-tell': 'cannot tell',
} as const satisfies Record<TargetProgress['phase'], string>;

/** How far a change is; where it is tried again and again, with a timer and the way to stop it. @param key Of the change. */
export const progressReply = (key: string, { kind, targets, trying }: Progress): Reply => {
  const done = targets.filter(({ phase }) => phase === 'done').length;
  return replyAbout(
    key,
    'plain',
    say`${kinds[kind].going} ${counted(kind, targets.length)}: ${done} of ${targets.length} done${trying === undefined ? '' : say`; attempt ${trying.attempt}${trying.nextInMs === undefined ? ' is under way' : `, the next in ${spanInWords(trying.nextInMs)}`}, until ${time(trying.until)}`}`,
    targetsTable(targets),
    trying && actions(action('Stop trying', line`cancel ${trying.key}`)),
  );
};

/** How a change ended, what it left behind, and the way back. */
export function outcomeReply(outcome: Outcome): Reply {
  const { key, kind, targets, awaiting, denied } = outcome;
  if (awaiting !== undefined) return awaitingReply({ ...outcome, awaiting });
  if (denied !== undefined) return deniedReply({ ...outcome, denied });
  if (outcome.late) return lateReply(outcome);
  const only = targets.length === 1 ? targets[0] : undefined;
  if (outcome.cancelled)
    return replyAbout(
      key,
      'plain',
      say`Cancelled. Nothing was done: ${only === undefined ? counted(kind, targets.length) : called(only.target)} ${only === undefined ? 'are' : 'is'} not ${kinds[kind].done}. This key works no longer.`,
    );
  // Said to who stopped it, and no state of the change, which tells its own end.
  if (outcome.stopping === true)
    return reply('plain', say`No further attempt is made. How it ended is told where it was confirmed.`);
  const count = targets.filter(({ phase }) => phase === 'done').length;
  const { wayBack: back, keepTrying } = outcome;
  return replyAbout(
    key,
    toneOf(outcome),
    titleOf(kind, count, targets),
    targetsTable(targets.map((one) => (isShortfall(one) ? { ...one, says: [] } : one))),
    ...shortfalls(targets),
    togetherWith(outcome),
    outcome.hourly !== undefined && !isZero(outcome.hourly.amount)
      ? paragraph(
          say`${outcome.hourly.way === 'saved' ? 'Saves' : 'Costs'} ${exact(outcome.hourly.amount)} an hour, ${rounded(times(outcome.hourly.amount, hoursPerMonth))} a month.`,
        )
      : undefined,
    ...outcome.leftBehind.map(lineOf),
    ...(outcome.instead ?? []).map(lineOf),
    keepTrying &&
      note(
        say`AWS's room changes from minute to minute. ${command(`confirm ${keepTrying.key}`)}, until ${time(keepTrying.expiresAt)}, tries ${keepTrying.plan.moves.length === 1 ? 'it' : 'these'} again every ${seconds(keepTrying.everyMs)} for up to ${spanInWords(keepTrying.forMs)}, and can be stopped.`,
      ),
    actions(
      ...(keepTrying === undefined ? [] : keepTryingActions(keepTrying)),
      back && action(backLabel(back.kind), line`${back.kind} ${back.words}`),
      ...leftActions(outcome.left),
      ...unfinished(targets).map(({ target: { id, name = id } }) =>
        action(`Show ${name}`, rowOf(kind).of === 'address' ? line`addresses ${name}` : line`show ${id}`),
      ),
    ),
  );
}

/** Who approved it; that it went on through a freeze. */
function togetherWith({ by, approver, breakGlass, reason }: Outcome): Block | undefined {
  if (approver === undefined && breakGlass === undefined) return undefined;
  return paragraph(
    say`${approver === undefined ? '' : `${by.name} asked, ${approver.name} approved.`}${approver !== undefined && breakGlass ? ' ' : ''}${breakGlass ? say`${strong('Through a freeze')}${reason === undefined ? '' : `: ${reason}`}.` : ''}`,
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

/** An outcome that could not be shown where it was asked for, when it was there: says that it is told late, and for whom. */
export const endedReply = (outcome: Outcome): Reply => {
  const told = outcomeReply(outcome);
  return {
    ...told,
    title: say`Told late: ${mention(outcome.by)} asked to ${kinds[outcome.kind].verb}. ${told.title}`,
  };
};

function titleOf(kind: Kind, count: number, targets: readonly TargetProgress[]): Spans {
  const { done } = rowOf(kind);
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    return count === 1
      ? say`${called(only.target)} is ${done}.`
      : say`${called(only.target)}: ${only.partly === undefined ? phaseWords[only.phase] : `${only.partly}, but not ${done}`}.`;
  }
  if (count === targets.length) return say`All ${counted(kind, count)} are ${done}.`;
  const rest = new Map<string, number>();
  for (const { phase } of targets)
    if (phase !== 'done') rest.set(phaseWords[phase], (rest.get(phaseWords[phase]) ?? 0) + 1);
  return say`${count} of ${counted(kind, targets.length)} ${count === 1 ? 'is' : 'are'} ${done}; ${list([...rest].map(([words, many]) => `${many} ${words}`))}.`;
}

function toneOf({ targets }: Outcome): Tone {
  if (targets.every(({ phase }) => phase === 'done')) return 'good';
  return targets.some(({ phase }) => phase === 'failed' || phase === 'cannot-tell') ? 'danger' : 'warning';
}

/** The press that tries again and again: a change like any other, with a key of its own. */
function keepTryingActions({ key, plan: { typed } }: NonNullable<Outcome['keepTrying']>): readonly Action[] {
  return [
    action('Keep trying', line`confirm ${key}`, 'primary', typed === undefined ? undefined : { typed }),
    action('Leave it', line`cancel ${key}`),
  ];
}

/** `30 seconds`, `90 seconds`: an interval is not rounded. */
const seconds = (ms: number): string => `${ms / secondMs} second${ms === secondMs ? '' : 's'}`;

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

/** Why a target is not where it should be takes sentences, and a table cuts them. */
const isShortfall = ({ phase, says }: TargetProgress): boolean => phase !== 'done' && says.length > 0;

/** Reasons told in whole; those that are the same are told once. */
const reasonsTold = 25;

function shortfalls(targets: readonly TargetProgress[]): readonly Block[] {
  const reasons = new Map<string, { readonly says: Spans; readonly of: TargetProgress[] }>();
  for (const target of targets.filter(isShortfall)) {
    const known = reasons.get(plain(target.says)) ?? { says: target.says, of: [] };
    known.of.push(target);
    reasons.set(plain(target.says), known);
  }
  const told = [...reasons.values()].slice(0, reasonsTold);
  return [
    ...told.map(({ says, of }) =>
      paragraph(targets.length === 1 ? says : say`${list(of.map(({ target }) => called(target)))}: ${says}`),
    ),
    ...(reasons.size > told.length
      ? [paragraph(say`Why the others are not done is in the audit (${command('audit')}).`)]
      : []),
  ];
}

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
