import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import { dayMs } from '../../time.ts';
import { Outline } from './outline.ts';

/** A text that is asked for again within this time need not be checked again. */
const rememberedMs = 90 * dayMs;

/** Texts that were found in order, so that a start need not check them: that takes a quarter of a second for 200 rules. */
export interface CheckedTexts {
  /** What its rules are about; undefined: it was not found in order. */
  outline(text: string): Promise<readonly Outline[] | undefined>;
  add(text: string, outline: readonly Outline[]): Promise<void>;
}

const Checked = z.object({ outline: z.array(Outline).readonly().optional() });

/** Kept by hash, in the store. A store that fails costs a check, and nothing else. @param edition What a check depends on besides the text. */
export function createCheckedTexts(store: Store, log: Log, edition: string): CheckedTexts {
  const family = store.family('rules-checked', Checked, { ttlMs: rememberedMs });
  const keyOf = (text: string): string =>
    createHash('sha256')
      .update(JSON.stringify([edition, text]))
      .digest('hex');
  const tried = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'checked rules are not remembered');
      return otherwise;
    }
  };
  return {
    outline: (text) =>
      tried(
        family.get(keyOf(text)).then((kept) => kept?.value.outline),
        undefined,
      ),
    add: (text, outline) => tried(family.put(keyOf(text), { outline }), undefined),
  };
}
