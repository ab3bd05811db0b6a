import type { Asked, Plan } from '../../core/changes/changes.ts';
import type { Consequence, Named } from '../../core/changes/target.ts';
import { kinds, rowOf, type Kind } from '../../core/changes/kinds.ts';
import type { Approvers } from '../../core/people/access/access.ts';
import { distinct, sentenceOf, type Problem } from '../../core/problem.ts';
import { code, list, say, strong, time, type Spans } from '../../core/text.ts';
import { leaveOut } from './leave-out.ts';
import { saidTogether } from './said-together.ts';
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
  type Block,
  type Form,
  type Reply,
} from './reply.ts';

/** Targets whose own consequences are told; of more only the count is said. */
const toldOneByOne = 25;

/** The plan, what of it can be left out, and the two buttons. */
export function askedReply(asked: Asked, gaps: readonly Problem[], cli: readonly Block[] = []): Reply {
  const { plan, key, expiresAt } = asked;
  const { label, of } = kinds[plan.wish.kind];
  const [only] = plan.moves;
  const what =
    plan.moves.length === 1 && only !== undefined
      ? called(only.named)
      : say`${plan.moves.length} ${of}${of === 'address' ? 'es' : 's'}`;
  return replyAbout(
    key,
    'warning',
    say`${label} ${what}? Nothing has happened yet.`,
    plan.wish.reason === undefined ? undefined : paragraph(say`Reason: ${plan.wish.reason}`),
    ...planBlocks(plan, gaps),
    ...lackingBlocks(plan),
    note(
      say`EC2's dry run would let ${plan.moves.length === 1 ? 'it' : 'them'} through. Key ${code(key)}, until ${time(expiresAt)}${plan.typed === undefined ? '' : say`; type ${code(plan.typed)} to confirm`}.`,
    ),
    leaveOut(asked),
    actions(confirmAction(key, plan), action('Cancel', line`cancel ${key}`)),
    ...cli,
  );
}

/** What would happen, and to what. @param gaps What could not be read before. */
export function planBlocks(plan: Plan, gaps: readonly Problem[] = []): readonly Block[] {
  const unread = distinct([...gaps, ...plan.gaps]);
  return [
    targetTable(plan.moves),
    ...stepsOf(plan.moves),
    ...consequences(plan.moves, plan.together),
    ...leftOut(plan.already, plan.refused),
    ...(unread.length > 0
      ? [note(say`Not everything could be read: ${list(unread.map(({ what: gap }) => gap))}`)]
      : []),
  ];
}

/** The press that lets it be done. */
export const confirmAction = (key: string, plan: Plan): Action =>
  action('Confirm', line`confirm ${key}`, kinds[plan.wish.kind].danger ? 'danger' : 'primary', formOf(plan));

/** What the press must bring along. */
function formOf({ typed, lacking, wish }: Plan): Form | undefined {
  const reason = lacking.reason && wish.reason === undefined;
  if (typed === undefined && !reason) return undefined;
  return { act: kinds[wish.kind].label, ...(typed !== undefined && { typed }), ...(reason && { reason }) };
}

/** `somebody with the role approver (os:ana or os:tom)`. */
export const approversInWords = ({ roles, persons }: Approvers): Spans =>
  roles.length === 0
    ? list(persons.map(code), 'or')
    : say`somebody with the role ${list(roles.map(code), 'or')}${persons.length === 0 ? '' : say` (${list(persons.map(code), 'or')})`}`;

/** What access rules want besides, in their words, and that a freeze is broken. */
export function lackingBlocks({ lacking: { reason, approver, by }, breakGlass, wish }: Plan): readonly Block[] {
  const wants = [
    ...(reason && wish.reason === undefined ? [say`a reason (${code('reason:"…"')} beside the key)`] : []),
    ...(approver === undefined
      ? []
      : [say`another person: when it is confirmed, ${approversInWords(approver)} must approve`]),
  ];
  return [
    ...(breakGlass
      ? [
          paragraph(
            say`${strong('Mind:')} changes are frozen by ${breakGlass.by.name} (${breakGlass.reason}), and this one goes on in spite of that; the audit and the log tell so.`,
          ),
        ]
      : []),
    ...(wants.length === 0
      ? []
      : [
          paragraph(
            say`It wants ${list(wants)}. ${by.flatMap(({ id, says }) => say`Rule ${code(id)}${says === undefined ? '' : say`: ${says}`} `)}`,
          ),
        ]),
  ];
}

/** The button that asks for a change, as the table of kinds has it. @param what Said after the label, where several stand together. */
export const changeAction = (kind: Kind, target: string, what = ''): Action =>
  action(
    what === '' ? rowOf(kind).label : `${rowOf(kind).label} ${what}`,
    line`${kind} ${target}`,
    rowOf(kind).danger ? 'danger' : 'primary',
  );

/** `web-1 (i-0abc…)`, or the id alone. */
export const called = ({ name, id }: Pick<Named, 'id' | 'name'>): Spans =>
  name === undefined ? [code(id)] : say`${strong(name)} (${code(id)})`;

/** Id and home of every target, and what its sort shows of it. */
function targetTable(moves: Plan['moves']): Block {
  const titles = moves[0]?.about.map(([title]) => title) ?? [];
  return table(
    [
      column('Name'),
      column('Id', 'left', 1),
      column('Account', 'left', 2),
      column('Region', 'left', 2),
      ...titles.map((title, index) => column(title, 'left', index === 0 ? 0 : index + 2)),
    ],
    moves.map(({ named, about }) => [
      named.name ?? '(no name)',
      code(named.id),
      named.account.name,
      named.region,
      ...about.map(([, value]) => value),
    ]),
  );
}

/** What happens step by step, where that is more than one. */
function stepsOf(moves: Plan['moves']): readonly Block[] {
  const several = moves.filter(({ steps }) => steps.length > 1);
  return several.map(({ named, steps }) =>
    paragraph(
      say`${steps.length} steps: ${list(
        steps.map((step) => kinds[step].verb),
        'and',
      )} ${called(named)}. Where a step fails, those before it stay done.`,
    ),
  );
}

function consequences(moves: Plan['moves'], together: readonly Consequence[]): readonly Block[] {
  const blocks = together.map(lineOf);
  const [only] = moves;
  if (moves.length === 1 && only !== undefined) return [...blocks, ...only.consequences.map(lineOf)];
  const isAlone = ({ name }: Named): boolean => moves.filter(({ named }) => named.name === name).length === 1;
  // The table above has the ids.
  const short = (named: Named): Spans =>
    named.name !== undefined && isAlone(named) ? [strong(named.name)] : called(named);
  for (const { says, level, code: key, of } of saidTogether(moves.slice(0, toldOneByOne))) {
    const whom = list(
      of.map(({ named, value }) => (value === undefined ? short(named) : say`${short(named)} (${value})`)),
    );
    blocks.push(paragraph(say`${whom}: ${lineOf({ code: key, level, says }).spans}`));
  }
  if (moves.length > toldOneByOne)
    blocks.push(paragraph(say`What follows for the other ${moves.length - toldOneByOne} is not listed here.`));
  return blocks;
}

/** A level is said in words, never by colour alone. */
export const lineOf = ({ level, says }: Consequence) =>
  paragraph(level === 'warning' ? say`${strong('Mind:')} ${says}` : says);

function leftOut(already: Plan['already'], refused: Plan['refused']): readonly Block[] {
  const blocks: Block[] = [];
  if (already.length > 0) {
    blocks.push(
      paragraph(
        say`Left out, already there: ${list(already.map(({ named, state }) => say`${called(named)} is ${state}`))}.`,
      ),
    );
  }
  for (const { named, because } of refused) {
    blocks.push(paragraph(say`Left out, refused: ${called(named)}. ${sentenceOf(because)} ${because.todo}`));
  }
  return blocks;
}
