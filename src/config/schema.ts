import { z } from 'zod';
import { localRoles } from '../core/people/roles.ts';

const name = z.string().min(1);
const twiceNamed = (accounts: readonly { readonly name: string }[]): boolean => new Set(accounts.map((one) => one.name)).size === accounts.length;

/** Everything that can be configured. Unknown keys are refused; what is left out is the default. */
export const Config = z.strictObject({
  store: z.strictObject({ path: name.optional() }).prefault({}),
  confirmations: z
    .strictObject({
      /** How long a plan waits for its press. */
      ttlSeconds: z.int().min(30).max(3_600).default(300),
      /** Targets of one change at most. */
      maxTargets: z.int().min(1).max(1_000).default(25),
    })
    .prefault({}),
  access: z.strictObject({ changes: z.array(name).default([...localRoles]) }).prefault({}),
  /** Role → persons: `operator: [os:maria]`. */
  roles: z.record(name, z.array(name)).optional(),
  /** Real AWS accounts; left out, the embedded demo account is used. */
  accounts: z
    .array(z.strictObject({ name, profile: name.optional(), regions: z.array(name).min(1) }))
    .min(1)
    .refine(twiceNamed, 'two accounts have the same name')
    .optional(),
});

/** The configuration as it is in force; `store.path` is filled in. */
export type Config = Omit<z.infer<typeof Config>, 'store'> & { readonly store: { readonly path: string } };

/** A key of the configuration that holds a value: its path, and whether its value is text (taken as it is from the environment) or anything else (read as JSON). */
export interface Leaf {
  readonly path: readonly string[];
  readonly isText: boolean;
}

/** Every key that can be set, read off the schema. */
export const leaves: readonly Leaf[] = leavesOf(Config, []);

function leavesOf(schema: z.core.$ZodType, path: readonly string[]): readonly Leaf[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return Object.entries(inner.shape).flatMap(([key, value]) => leavesOf(value, [...path, key]));
  return [{ path, isText: inner instanceof z.ZodString }];
}

/** Without the layers of defaults and `optional`. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? unwrapped(schema.def.innerType) : schema;
}
