import { socketsAtMost } from './clients.ts';

/** Runs the work of every item, so many at once as there are connections; results in the order of the items. */
export async function pooled<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(socketsAtMost, items.length) }, worker));
  return results;
}
