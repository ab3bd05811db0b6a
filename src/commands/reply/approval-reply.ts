import type { Outcome, Reviewed } from '../../core/changes/changes.ts';
import { rowOf, type Kind } from '../../core/changes/kinds.ts';
import { code, command as typed, list, mention, say, strong, time, type Spans } from '../../core/text.ts';
import { called, planBlocks } from './plan-reply.ts';
import { action, actions, line, note, paragraph, reply, type Action, type Reply } from './reply.ts';

/** Yes and no to what another person wants. @param which Said after the label, where several stand together. */
export const judgeActions = (key: string, kind: Kind, which = ''): readonly Action[] => [
  action(`Approve${which}`, line`approve ${key}`, rowOf(kind).danger ? 'danger' : 'primary'),
  action(`Deny${which}`, line`deny ${key}`, 'normal', { reason: true }),
];

/** To whoever confirmed: it is not done yet, and who may let it be done. */
export function awaitingReply({ key, kind, targets, awaiting }: Outcome & Pick<Required<Outcome>, 'awaiting'>): Reply {
  const { approver, expiresAt } = awaiting;
  return reply(
    'warning',
    say`Confirmed. To ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))} another person must approve; nothing has happened yet.`,
    paragraph(
      say`Who has the role ${list(approver.roles.map(code), 'or')} may${approver.persons.length === 0 ? '' : say` (${list(approver.persons.map(code), 'or')})`}, with ${typed(`approve ${key}`)} or ${typed(`deny ${key}`)}, until ${time(expiresAt)}. It is done at once then.`,
    ),
    note(say`Key ${code(key)}. ${typed('plans')} shows what waits.`),
    actions(action('Show', line`plans ${key}`), action('Cancel', line`cancel ${key}`)),
  );
}

/** To whoever may approve, or waits for that: what would happen, as things are now. */
export function reviewReply({ plan, waiting }: Reviewed): Reply {
  const { key, kind, by, reason, expiresAt } = waiting;
  const yours = waiting.for === 'yours';
  return reply(
    'warning',
    say`${strong(by.name)} wants to ${rowOf(kind).verb} ${thingsOf(plan.moves.map(({ named }) => named))}${yours ? '' : ', and waits for another person'}`,
    reason === undefined ? undefined : paragraph(say`Reason: ${reason}`),
    ...planBlocks(plan),
    note(say`Key ${code(key)}, until ${time(expiresAt)}. It is done at once when it is approved.`),
    actions(...(yours ? judgeActions(key, kind) : [action('Cancel', line`cancel ${key}`)])),
  );
}

/** In a place for approvals: somebody wants one. */
export const wantedReply = ({ key, kind, by, targets, reason }: Outcome): Reply =>
  reply(
    'warning',
    say`${mention(by)} wants to ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))}, and another person must approve`,
    reason === undefined ? undefined : paragraph(say`Reason: ${reason}`),
    actions(action('Show', line`plans ${key}`), ...judgeActions(key, kind)),
  );

/** Said by the second person: no. */
export const deniedReply = ({ kind, targets, denied }: Outcome & Pick<Required<Outcome>, 'denied'>): Reply =>
  reply(
    'plain',
    say`${strong(denied.by.name)} denied to ${rowOf(kind).verb} ${thingsOf(targets.map(({ target }) => target))}. Nothing was done, and this key works no longer.`,
    denied.reason === undefined ? undefined : paragraph(say`Reason: ${denied.reason}`),
  );

/** Things named one by one. */
const namedAtMost = 3;
const thingsOf = (things: readonly Parameters<typeof called>[0][]): Spans =>
  things.length > namedAtMost ? say`${things.length} targets` : list(things.map(called));
