import { classNames } from '../../core/facts/instance-types/classes.ts';
import { badValue, optionOf, plainly, startingWith, type Declared, type Sight, type Suggestion } from './option.ts';

/** What can be explained: a type, a family, a class, a topic, or a question about one. */
export const explained = (): Declared<string> =>
  optionOf({
    shape: 'NAME',
    about: 'A type, a family, a class or a topic (m5d.xlarge, m5d, memory optimized, elastic-ip), or a question',
    rest: true,
    parse(words) {
      const text = words.join(' ').trim().toLowerCase();
      return text === '' ? badValue('NAME', text, 'a type, a family, a class or a topic, as m5d.xlarge') : text;
    },
    print: (value) => value.split(' '),
    suggest: suggestExplained,
  });

/** Topics and families before types; of a class the words that are still to be typed. */
async function suggestExplained(typed: string, { core, given }: Sight): Promise<readonly Suggestion[]> {
  const before = given.map((word) => `${word.toLowerCase()} `).join('');
  const names =
    before === '' ? [...core.topics.all.map(({ id }) => id), ...core.types.families(), ...core.types.names()] : [];
  return startingWith(`${before}${typed}`, plainly([...classNames, ...names])).map(({ word }) => ({
    word: word.slice(before.length),
  }));
}
