import { openCatalogue } from '../src/core/facts/instance-types/catalogue.ts';
import type { Types } from '../src/core/facts/instance-types/types.ts';

/** The embedded facts alone, for tests that ask for nothing else. */
export async function embeddedTypes(): Promise<Types> {
  const { find, names } = await openCatalogue();
  const never = () => Promise.reject(new Error('this test asks for no such fact'));
  return { find, names, know: async () => {}, of: never, offerings: never, images: never, regions: never };
}
