import { readTypeName } from '../../core/facts/instance-types/name.ts';
import type { Types } from '../../core/facts/instance-types/types.ts';
import { isProblem } from '../../core/problem.ts';
import { command as typed, list, say } from '../../core/text.ts';
import { action, actions, line, paragraph, reply, type Reply } from '../reply/reply.ts';
import type { Explainer, Wanted } from './explainer.ts';
import { explainFamily } from './family.ts';
import { answered, explained } from './topic.ts';
import { explainType } from './type.ts';
import { explaining, samePlace } from './words.ts';

/** Types that stand side by side at most, as `compare` has them. */
const comparedAtMost = 6;

/** Explains the one type or family that a question names, and answers the question first where a topic does; of several it tells how they are compared. */
export const explainMentioned: Explainer = async (wanted, context) => {
  const named = namesIn(wanted, context.core.types);
  const [name] = named;
  if (name === undefined) return undefined;
  if (named.length > 1) return sideBySide(named.slice(0, comparedAtMost), wanted, context.core.types);
  const one: Wanted = { ...wanted, words: name };
  const told = (await explainType(one, context)) ?? (await explainFamily(one, context));
  if (told === undefined || isProblem(told)) return told;
  const { topic, answer } = context.core.topics.find(wanted.words);
  if (topic === undefined) return told;
  const first = answer === undefined ? say`About the question: ${explained(topic)}.` : answered(answer);
  return { ...told, blocks: [paragraph(first), ...told.blocks] };
};

/** Types and families among the words, each once; a family beside one of its types is not counted. A name that reads as a type's counts although there is none, for that is the answer then. */
function namesIn({ words, region }: Wanted, types: Types): readonly string[] {
  const families = new Set(types.families());
  const found = words
    .split(/[^a-z0-9.-]+/)
    .map((word) => word.replaceAll(/^[.-]+|[.-]+$/g, ''))
    .filter((word) =>
      word.includes('.')
        ? types.find(word, region) !== undefined || readTypeName(word) !== undefined
        : /\d/.test(word) && families.has(word),
    );
  return [...new Set(found)].filter((name) => !found.some((other) => other.startsWith(`${name}.`)));
}

function sideBySide(named: readonly string[], wanted: Wanted, types: Types): Reply {
  const compared = named.map((name) => (name.includes('.') ? name : middleOf(name, types)));
  const does = line`compare ${[...compared, ...samePlace(wanted)]}`;
  return reply(
    'plain',
    say`${list(named)}: one at a time, or side by side`,
    paragraph(say`${typed(does)} sets them side by side.`),
    actions(action('Compare', does), ...named.map((name) => explaining(name, name, wanted))),
  );
}

/** The size by which families are weighed. */
const middleOf = (family: string, types: Types): string =>
  types.find(`${family}.xlarge`)?.name ?? types.typesOf(family)[0] ?? family;
