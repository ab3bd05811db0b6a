import { classOf, familiesIn, type ClassMember, type FamilyClass } from '../../core/facts/instance-types/classes.ts';
import { code, say, strong } from '../../core/text.ts';
import { rowsOf } from '../paging.ts';
import { actions, column, note, prose, reply, table } from '../reply/reply.ts';
import type { Explainer } from './explainer.ts';
import { gibibytes } from '../../core/gib.ts';
import { explaining, factsNote, morePlease } from './words.ts';

/** Families offered as buttons. */
const offered = 3;

/** Explains a class of families: `memory optimized`, `burstable`, `r series`. */
export const explainClass: Explainer = async (wanted, context) => {
  const found = classOf(wanted.words);
  if (found === undefined) return undefined;
  const { region } = wanted;
  const known = await context.core.types.of(region, context.signal);
  const all = familiesIn(found, known);
  const shown = wanted.more ? all : all.slice(0, rowsOf(context));
  return reply(
    'plain',
    say`${strong(found.name)}: ${found.means}`,
    table(
      [
        column('Family'),
        prose('What'),
        column('vCPU', 'right'),
        column('GiB', 'right', 1),
        column('Generation', 'left', 2),
      ],
      shown.map((member) => [
        code(member.family),
        whatItIs(member, found),
        ends(member.sizes.map(({ vCpus }) => vCpus)),
        ends(member.sizes.map(({ memoryMiB }) => gibibytes(memoryMiB))),
        member.current ? 'current' : 'previous',
      ]),
    ),
    all.length > shown.length
      ? note(say`${all.length - shown.length} more, of options and of earlier generations.`)
      : undefined,
    note(
      known.anyRegion === true
        ? say`Which of these ${all.length} families ${region} has is not known.`
        : say`${region} has ${all.length} of them.`,
    ),
    factsNote(known, context.now),
    actions(
      all.length > shown.length ? morePlease(wanted) : undefined,
      ...shown.slice(0, offered).map(({ family }) => explaining(family, family, wanted)),
    ),
  );
};

/** `compute optimized, AWS Graviton processor (arm64), local NVMe disks`. */
const whatItIs = ({ name, sizes: [first] }: ClassMember, { name: ofClass, means: ofAll }: FamilyClass): string =>
  [
    ...(name?.parts.flatMap(({ is, means }) =>
      is === 'generation' || means === ofClass || means === ofAll ? [] : [means],
    ) ?? []),
    ...(name?.maker === undefined && first !== undefined ? [first.processor] : []),
    ...(first?.accelerators.map(({ name: device }) => device) ?? []),
  ].join(', ');

/** `2–96`. */
function ends(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}
