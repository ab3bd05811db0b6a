import type { Instance, InstanceState } from '../ports/instance.ts';

/** One condition on an instance. */
export type Clause =
  /** An id, a Name, the beginning of either, a private or public IPv4 address. */
  | { readonly by: 'word'; readonly value: string }
  | { readonly by: 'id' | 'name' | 'ip' | 'type' | 'account' | 'region' | 'zone' | 'owner'; readonly value: string }
  | { readonly by: 'state'; readonly value: InstanceState }
  /** Without a value: the tag is there. */
  | { readonly by: 'tag'; readonly key: string; readonly value?: string };

/** Clauses of one kind (of one tag key) are alternatives, different kinds must all hold. No clause: everything. */
export type Filter = readonly Clause[];

/** Owner of an instance: the first of these tags that is set, in this order, letters of any case. */
export const ownerTags = ['owner', 'team', 'created-by', 'createdby'] as const;

export declare function matches(instance: Instance, filter: Filter): boolean;
