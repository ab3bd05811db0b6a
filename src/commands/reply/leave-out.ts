import type { Asked } from '../../core/changes/changes.ts';
import { rowOf } from '../../core/changes/kinds.ts';
import { line, option, type Choice } from './reply.ts';

/** Targets of a plan that can be left out one by one; of more the filter is narrowed. A line of so many ids can be read (`lineLimit`). */
export const leftOutOfAtMost = 100;

/**
 * What stays chosen of a plan's instances is asked for anew, with the same wishes; the plan itself is dropped then. Undefined
 * where there is nothing to choose from, or too much.
 */
export function leaveOut({ plan: { wish, moves }, key }: Asked): Choice | undefined {
  const { kind, evenInGroup, breakGlass, reason } = wish;
  if (rowOf(kind).of !== 'instance' || moves.length < 2 || moves.length > leftOutOfAtMost) return undefined;
  return {
    kind: 'choice',
    label: 'Leave some out; what stays chosen is planned anew',
    of: 'many',
    options: moves.map(({ named: { id, name, account, region } }) =>
      option(id, name ?? id, `${account.name}, ${region}`),
    ),
    before: `${kind} `,
    after: [
      ...(evenInGroup ? [' even-in-group:yes'] : []),
      ...(breakGlass === true ? [' break-glass:yes'] : []),
      ...(reason === undefined ? [] : [line` reason:${reason}`]),
    ].join(''),
    first: line`cancel ${key}`,
  };
}
