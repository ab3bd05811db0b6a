import type { Outcome, Reviewed } from '../../core/changes/changes.ts';
import { rowOf, type Kind } from '../../core/changes/kinds.ts';
import { code, command as typed, list, mention, say, strong, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { approversInWords, called, confirmAction, lackingBlocks, planBlocks } from './plan-reply.ts';
import { action, actions, column, line, note, paragraph, replyAbout, table, type Action, type Reply } from './reply.ts';

/** Yes and no to what another person wants. @param which Said after the label, where several stand together. */
export const judgeActions = (key: string, kind: Kind, which = ''): readonly Action[] => [
  action(`Approve${which}`, line`approve ${key}`, rowOf(kind).danger ? 'danger' : 'primary'),
  action(`Deny${which}`, line`deny ${key}`, 'normal', { reason: true }),
];

/** To whoever confirmed: it is not done yet, and who may let it be done. Where others read it, they may at once. */
export function awaitingReply(outcome: Outcome & Pick<Required<Outcome>, 'awaiting'>): Reply {
  const { key, kind, targets, awaiting, inPrivate } = outcome;
  const { approver, expiresAt } = awaiting;
  return replyAbout(
    key,
    'warning',
    say`Confirmed. To ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))} another person must approve; nothing has happened yet.`,
    paragraph(
      say`It waits for ${approversInWords(approver)}, who answers with ${typed(`approve ${key}`)} or ${typed(`deny ${key}`)}, until ${time(expiresAt)}. When it is approved it is done at once.`,
    ),
    note(say`Key ${code(key)}. ${typed('plans')} shows what waits.`),
    actions(
      action('Show', line`plans ${key}`),
      ...(inPrivate ? [] : judgeActions(key, kind)),
      action('Cancel', line`cancel ${key}`),
    ),
  );
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
      ...(yours ? judgeActions(key, kind) : [action('Cancel', line`cancel ${key}`)]),
    ),
  );
}

/** In a place for approvals: somebody wants one. Who would approve more than can be read at a glance looks first. */
export function wantedReply({ key, kind, by, targets, reason, breakGlass }: Outcome): Reply {
  const many = targets.length > namedAtMost;
  return replyAbout(
    key,
    'warning',
    say`${mention(by)} wants to ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))}, and another person must approve`,
    table(
      [column('Target'), column('Account'), column('Region')],
      targets.map(({ target }) => [called(target), target.account.name, target.region]),
    ),
    reason === undefined ? undefined : paragraph(say`Reason: ${reason}`),
    breakGlass === undefined ? undefined : paragraph(say`${strong('Mind:')} it goes on through a freeze.`),
    actions(action('Show', line`plans ${key}`), ...(many ? [] : judgeActions(key, kind))),
  );
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
