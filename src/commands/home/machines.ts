import { together, type EstateCost, type GroupCost } from '../../core/estate/estate-cost.ts';
import { rowOf } from '../../core/changes/kinds.ts';
import { exact } from '../../core/money.ts';
import type { Instance } from '../../core/ports/instance.ts';
import { code, command as typed, list, say } from '../../core/text.ts';
import { exactHour } from '../cost.ts';
import { changeAction } from '../reply/plan-reply.ts';
import { action, actions, line, paragraph, type Block } from '../reply/reply.ts';
import { changesOf } from '../show.ts';
import { nameSpan } from '../words.ts';
import type { Mine } from './mine.ts';

/** Group of what else is the person's. */
const otherMine = 'mine';
/** Group of what is others'. */
const others = 'others';

/** Instances that are shown are groups by themselves; ids begin with `i-`, so no group has the name of another. */
export function groupOf({ first, is }: Mine): (instance: Instance) => string {
  const shown = new Set(first.map(({ id }) => id));
  return (instance) => (shown.has(instance.id) ? instance.id : is(instance) ? otherMine : others);
}

/** What the person's instances cost together. */
export function costOfMine({ first }: Mine, { groups }: EstateCost): GroupCost {
  const theirs = new Set([otherMine, ...first.map(({ id }) => id)]);
  return together(
    otherMine,
    groups.filter(({ label }) => theirs.has(label)),
  );
}

/** One paragraph an instance, and its buttons: what can be undone, and all about it. @param unpriced Those of which not everything has a price. */
export function machineBlocks(
  { first, count, owners }: Mine,
  { groups }: EstateCost,
  unpriced: ReadonlySet<Instance>,
): readonly (Block | undefined)[] {
  const costOf = new Map(groups.map((group) => [group.label, group]));
  return [
    ...first.flatMap((instance) => {
      const { id, type, state } = instance;
      const cost = costOf.get(id);
      return [
        paragraph(
          say`${nameSpan(instance)} (${code(id)}): ${code(type)}, ${state}${cost === undefined ? '' : say`, ${unpriced.has(instance) ? 'at least ' : ''}${exact(cost.perHour)} an hour`}`,
        ),
        actions(
          // What takes a typed word is not a press away from a list: `show` has it.
          ...changesOf(instance)
            .filter((kind) => !rowOf(kind).typed)
            // A page of red would say nothing: the plan that comes of it has the red button.
            .map((kind) => ({ ...changeAction(kind, id), style: 'normal' as const })),
          action('Show', line`show ${id}`),
        ),
      ];
    }),
    count > first.length
      ? paragraph(
          say`And ${count - first.length} more: ${list(owners.map((owner) => typed(line`list ${`owner:${owner}`}`)))}.`,
        )
      : undefined,
  ];
}

/** `$1.96 an hour, $1,434.01 a month`. */
export const sumInWords = (cost: GroupCost, monthly: string, atLeast: string): string =>
  `${atLeast}${exactHour(cost)} an hour, ${monthly} a month`;
