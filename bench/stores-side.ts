import { z } from 'zod';
import type { Kept } from '../src/core/ports/store.ts';

/** About what a confirmation is. */
export const Value = z.object({ kind: z.string(), by: z.string(), place: z.string(), targets: z.array(z.string()) });
/** See {@link Value}. */
export type Value = z.infer<typeof Value>;

/** What one side can do. Each gives whether it went as it must. */
export interface Side {
  put(key: string, value: Value): Promise<void>;
  get(key: string): Promise<Kept<Value> | undefined>;
  claim(key: string, value: Value): Promise<boolean>;
  take(key: string): Promise<Value | undefined>;
  swap(kept: Kept<Value>, to: Value): Promise<boolean>;
  append(record: Value): Promise<{ readonly position: number }>;
}
