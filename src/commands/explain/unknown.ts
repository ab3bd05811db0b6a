import { classNames } from '../../core/facts/instance-types/classes.ts';
import { nearest } from '../../core/near.ts';
import { code, command, say, type Speakable } from '../../core/text.ts';
import { quoted } from '../reply/reply.ts';
import type { Explainer } from './explainer.ts';

const asLine = (name: string): Speakable => command(`explain ${name.split(' ').map(quoted).join(' ')}`);

/** Letters that two spellings of one class may differ in length. */
const lettersMore = 2;

/** Two words or more that are nearly a class of families: the one that is meant. One word is near to too much. */
export const explainMistypedClass: Explainer = async ({ words }) => {
  const [near] = nearest(
    words,
    classNames.filter((name) => name.includes(' ') && Math.abs(name.length - words.length) <= lettersMore),
    1,
  );
  return near === undefined
    ? undefined
    : {
        problem: 'unknown-type',
        what: say`No class of instance types is called ${code(words)}.`,
        todo: say`Did you mean ${asLine(near)}?`,
      };
};
