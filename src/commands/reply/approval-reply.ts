import type { Outcome, Plan, Reviewed } from '../../core/changes/changes.ts';
import { rowOf } from '../../core/changes/kinds.ts';
import { code, command as typed, list, mention, plain, say, strong, time, type Spans } from '../../core/text.ts';
import type { Place } from '../../core/people/person.ts';
import type { Instant } from '../../core/time.ts';
import { approversInWords, called, confirmAction, lackingBlocks, planBlocks } from './plan-reply.ts';
import {
  action,
  actions,
  column,
  line,
  note,
  paragraph,
  replyAbout,
  table,
  type Action,
  type Aloud,
  type Reply,
} from './reply.ts';

/** What another person wants, for yes and no. */
export interface Judged extends Pick<Outcome, 'key' | 'kind' | 'by' | 'reason'> {
  readonly things: Spans;
}

/** Yes and no to what another person wants. @param which Said after the label, where several stand together. */
export const judgeActions = (judged: Judged, which = ''): readonly Action[] => [
  action(`Approve${which}`, line`approve ${judged.key}`, rowOf(judged.kind).danger ? 'danger' : 'primary'),
  action(`Deny${which}`, line`deny ${judged.key}`, 'normal', { reason: true, about: aboutOf(judged) }),
];

/** Letters of what a press is about: a button carries only so much. */
const aboutLetters = 300;

function aboutOf({ by, kind, things, reason }: Judged): string {
  const words = plain(
    say`${by.name} wants to ${rowOf(kind).verb} ${things}.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );
  return words.length > aboutLetters ? `${words.slice(0, aboutLetters - 1)}…` : words;
}

/** To whoever confirmed: it is not done yet, and who may let it be done. Where others read it, they may at once. @param plan What it would do, where that can be told. */
export function awaitingReply(outcome: Outcome & Pick<Required<Outcome>, 'awaiting'>, plan?: Plan): Reply {
  const { key, kind, by, targets, awaiting, inPrivate, reason } = outcome;
  const { approver, expiresAt } = awaiting;
  const things = thingsOf(targets.map(({ target }) => target));
  const told = replyAbout(
    key,
    'warning',
    say`Confirmed. To ${rowOf(kind).verb} ${things} another person must approve; nothing has happened yet.`,
    paragraph(
      say`It waits for ${approversInWords(approver)}, who answers with ${typed(`approve ${key}`)} or ${typed(`deny ${key}`)}, until ${time(expiresAt)}. When it is approved it is done at once.`,
    ),
    reason === undefined || inPrivate ? undefined : paragraph(say`Reason: ${reason}`),
    ...(plan === undefined ? [] : [...planBlocks(plan), ...glassBlocks(plan)]),
    note(say`Key ${code(key)}. ${typed('plans')} shows what waits.`),
    actions(
      action('Show', line`plans ${key}`),
      ...(inPrivate ? [] : judgeActions({ ...outcome, things })),
      action('Cancel', line`cancel ${key}`),
    ),
  );
  // In private there is nobody who could.
  return inPrivate
    ? told
    : {
        ...told,
        aloud: wanting(
          approver.persons,
          say`${by.name} wants to ${rowOf(kind).verb} ${things}, and another person must approve, until ${time(expiresAt)}: ${typed(`approve ${key}`)} or ${typed(`deny ${key}`)}.`,
        ),
      };
}

const wanting = (persons: readonly string[], says: Spans): Aloud => ({
  to: persons.map((id) => ({ id, name: id })),
  says,
});

/** That a freeze is broken; what rules want besides is said elsewhere. */
const glassBlocks = (plan: Plan) =>
  lackingBlocks({ ...plan, lacking: { ...plan.lacking, reason: false, approver: undefined } });

/** Where the second person decided in the place of the change, who asked is told. In another a notice tells it. @param told What the place is shown. */
export function decidedReply(outcome: Outcome, told: Reply, where: Place): Reply {
  const { by, approver, denied } = outcome;
  if (outcome.where !== where.id || (approver === undefined && denied === undefined)) return told;
  const says = denied === undefined ? say`${approver?.name ?? 'Somebody'} approved it. ${told.title}` : told.title;
  return { ...told, aloud: { to: [by], says } };
}

/** To whoever may approve, or waits for that: what would happen, as things are now. */
export function reviewReply({ plan, waiting }: Reviewed): Reply {
  const { key, kind, by, reason, expiresAt } = waiting;
  const yours = waiting.for === 'yours';
  const own = waiting.for === 'confirmation';
  const things = thingsOf(plan.moves.map(({ named }) => named));
  return replyAbout(
    key,
    'warning',
    yours
      ? say`${strong(by.name)} wants to ${rowOf(kind).verb} ${things}`
      : say`To ${rowOf(kind).verb} ${things} waits for ${own ? 'your confirmation' : 'another person’s approval'}`,
    reason === undefined ? undefined : paragraph(say`Reason: ${reason}`),
    ...planBlocks(plan),
    ...lackingBlocks(plan),
    note(
      say`Key ${code(key)}, until ${time(expiresAt)}${own ? say`${plan.typed === undefined ? '' : say`; type ${code(plan.typed)} to confirm`}.` : '. It is done at once when it is approved.'}`,
    ),
    actions(
      ...(own ? [confirmAction(key, plan)] : []),
      ...(yours ? judgeActions({ ...waiting, things }) : [action('Cancel', line`cancel ${key}`)]),
    ),
  );
}

/** In a place for approvals: somebody wants one. Who would approve more than can be read at a glance looks first. @param plan What it would do, where that can be told. */
export function wantedReply(outcome: Outcome, plan?: Plan): Reply {
  const { key, kind, by, targets, reason, breakGlass, waits } = outcome;
  const many = targets.length > namedAtMost;
  const things = thingsOf(targets.map(({ target }) => target));
  const unread = [
    table(
      [column('Target'), column('Account'), column('Region')],
      targets.map(({ target }) => [called(target), target.account.name, target.region]),
    ),
    ...(breakGlass === undefined ? [] : [paragraph(say`${strong('Mind:')} it goes on through a freeze.`)]),
    note(say`What it would do could not be read now; ${typed(`plans ${key}`)} reads it again.`),
  ];
  return {
    ...replyAbout(
      key,
      'warning',
      say`${mention(by)} wants to ${rowOf(kind).verb} ${things}, and another person must approve`,
      reason === undefined ? undefined : paragraph(say`Reason: ${reason}`),
      ...(plan === undefined ? unread : [...planBlocks(plan), ...glassBlocks(plan)]),
      note(
        say`Key ${code(key)}${waits === undefined ? '' : say`, until ${time(waits.until)}`}. It is done at once when it is approved.`,
      ),
      actions(action('Show', line`plans ${key}`), ...(many ? [] : judgeActions({ ...outcome, things }))),
    ),
    ...(plan?.lacking.approver && {
      aloud: wanting(plan.lacking.approver.persons, say`you may approve this, or deny it.`),
    }),
  };
}

/** Said by the second person: no. */
export const deniedReply = ({ key, kind, targets, denied }: Outcome & Pick<Required<Outcome>, 'denied'>): Reply =>
  replyAbout(
    key,
    'plain',
    say`${strong(denied.by.name)} said no: ${thingsOf(targets.map(({ target }) => target))} ${targets.length === 1 ? 'is' : 'are'} not ${rowOf(kind).done}. Nothing was done, and this key works no longer.`,
    denied.reason === undefined ? undefined : paragraph(say`Reason: ${denied.reason}`),
  );

/** Nobody answered in time. */
export const lateReply = (outcome: Outcome): Reply => {
  const { key, kind, targets, by } = outcome;
  return replyAbout(
    key,
    'plain',
    say`Nobody approved in time what ${mention(by)} asked for: ${thingsOf(targets.map(({ target }) => target))} ${targets.length === 1 ? 'is' : 'are'} not ${rowOf(kind).done}. Nothing was done.`,
    actions(askAgain(outcome)),
  );
};

/** Nobody pressed in time: the plan is over, and may be asked for again. @param at When its time ended. */
export function expiredReply(outcome: Outcome, at: Instant): Reply {
  const { key, kind, targets } = outcome;
  return replyAbout(
    key,
    'plain',
    say`This plan ended at ${time(at)}; nothing was done.`,
    paragraph(say`It was to ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))}.`),
    actions(askAgain(outcome)),
  );
}

/** The button that asks for the same again, in the name of who presses it; none where a kind is not asked for by itself. */
function askAgain({ kind, targets, evenInGroup, reason, breakGlass }: Outcome): Action | undefined {
  const { command: asked, of } = rowOf(kind);
  if (asked === undefined) return undefined;
  const words = targets.map(({ target: { id, name } }) => (of === 'address' ? (name ?? id) : id));
  return action(
    'Ask again',
    [
      line`${kind} ${words}`,
      ...(evenInGroup && of === 'instance' ? ['even-in-group:yes'] : []),
      ...(reason === undefined ? [] : [line`reason:${reason}`]),
      ...(breakGlass ? ['break-glass:yes'] : []),
    ].join(' '),
  );
}

/** Things named one by one. */
const namedAtMost = 3;
const thingsOf = (things: readonly Parameters<typeof called>[0][]): Spans =>
  things.length > namedAtMost ? say`${things.length} targets` : list(things.map(called));
