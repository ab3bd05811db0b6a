import { openCatalogue } from '../src/core/facts/instance-types/catalogue.ts';
import type { Problem } from '../src/core/problem.ts';
import { say } from '../src/core/text.ts';
import type { Types } from '../src/core/facts/instance-types/types.ts';

const nowhere: Problem = {
  problem: 'unknown-region',
  what: say`This test knows no zones.`,
  todo: say`None is needed.`,
};

/** The embedded facts alone, for tests that ask for nothing else. */
export async function embeddedTypes(): Promise<Types> {
  const { find, names, typesOf, families } = await openCatalogue();
  const never = () => Promise.reject(new Error('this test asks for no such fact'));
  return {
    find,
    names,
    typesOf,
    families,
    credits: { asOf: '', find: () => undefined },
    regionsWith: () => ({ regions: [], of: 0, asOf: '' }),
    know: async () => {},
    of: never,
    offerings: async () => nowhere,
    images: never,
    regions: never,
  };
}
