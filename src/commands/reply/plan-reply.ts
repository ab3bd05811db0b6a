import type { Asked, Consequence, Move } from '../../core/changes/changes.ts';
import { kinds } from '../../core/changes/kinds.ts';
import { ownerOf } from '../../core/estate/managers.ts';
import type { Problem } from '../../core/problem.ts';
import type { Instance } from '../../core/ports/instance.ts';
import { code, list, say, strong, time, type Spans } from '../../core/text.ts';
import { action, actions, column, line, note, paragraph, reply, table, type Block, type Reply } from './reply.ts';

/** Targets whose own consequences are told; of more only the count is said. */
const toldOneByOne = 25;

/** The plan, and the two buttons. */
export function askedReply({ plan, key, expiresAt }: Asked, gaps: readonly Problem[]): Reply {
  const { label } = kinds[plan.wish.kind];
  const [only] = plan.moves;
  const what =
    plan.moves.length === 1 && only !== undefined ? called(only.whole.instance) : say`${plan.moves.length} instances`;
  const form = plan.typed === undefined ? undefined : { typed: plan.typed };
  return reply(
    'warning',
    say`${label} ${what}? Nothing has happened yet.`,
    targetTable(plan.moves),
    ...consequences(plan.moves, plan.together),
    ...leftOut(plan.already, plan.refused),
    plan.gaps.length + gaps.length > 0
      ? note(say`Not everything could be read: ${list([...gaps, ...plan.gaps].map(({ what: gap }) => gap))}`)
      : undefined,
    note(
      say`EC2's dry run would let ${plan.moves.length === 1 ? 'it' : 'them'} through. Key ${code(key)}, until ${time(expiresAt)}${form === undefined ? '' : say`; type ${code(form.typed)} to confirm`}.`,
    ),
    actions(
      action('Confirm', line`confirm ${key}`, kinds[plan.wish.kind].danger ? 'danger' : 'primary', form),
      action('Cancel', line`cancel ${key}`),
    ),
  );
}

/** `web-1 (i-0abc…)`, or the id alone. */
export const called = ({ name, id }: Pick<Instance, 'id' | 'name'>): Spans =>
  name === undefined ? [code(id)] : say`${strong(name)} (${code(id)})`;

const targetTable = (moves: readonly Move[]): Block =>
  table(
    [
      column('Name'),
      column('Id', 'left', 1),
      column('Account', 'left', 2),
      column('Region', 'left', 2),
      column('State'),
      column('Type', 'left', 3),
      column('Owner', 'left', 4),
    ],
    moves.map(({ whole: { instance } }) => [
      instance.name ?? '(no name)',
      code(instance.id),
      instance.account.name,
      instance.region,
      instance.state,
      instance.type,
      ownerOf(instance.tags) ?? '(none)',
    ]),
  );

function consequences(moves: readonly Move[], together: readonly Consequence[]): readonly Block[] {
  const blocks = together.map(lineOf);
  const several = moves.length > 1;
  for (const { whole, consequences: own } of moves.slice(0, toldOneByOne)) {
    for (const one of own)
      blocks.push(several ? paragraph(say`${called(whole.instance)}: ${lineOf(one).spans}`) : lineOf(one));
  }
  if (moves.length > toldOneByOne)
    blocks.push(paragraph(say`What follows for the other ${moves.length - toldOneByOne} is not listed here.`));
  return blocks;
}

/** A level is said in words, never by colour alone. */
export const lineOf = ({ level, says }: Consequence) =>
  paragraph(level === 'warning' ? say`${strong('Mind:')} ${says}` : says);

function leftOut(
  already: readonly Instance[],
  refused: readonly { readonly instance: Instance; readonly because: Problem }[],
): readonly Block[] {
  const blocks: Block[] = [];
  if (already.length > 0) {
    blocks.push(
      paragraph(
        say`Left out, already there: ${list(already.map((instance) => say`${called(instance)} is ${instance.state}`))}.`,
      ),
    );
  }
  for (const { instance, because } of refused) {
    blocks.push(paragraph(say`Left out, refused: ${called(instance)}. ${because.what} ${because.todo}`));
  }
  return blocks;
}
