import { createHash } from 'node:crypto';
import type { Alert } from './alert.ts';
import { toOwner } from './alert.ts';
import { ownerWord, type FoundRecord } from './finding.ts';
import type { Run, RunOf, RunPart } from './run.ts';

/** A part of a run for a place. */
export interface PostOf {
  readonly place: string;
  readonly part: RunPart;
}

/** Findings that have a message of their own each; more are told in one. */
const eachAtMost = 20;

/** Where an owner is told of their own: a direct conversation, and what of it they may see; undefined: nobody is known, or they may see none. */
export type OwnerPlace = (
  owner: string,
  of: readonly FoundRecord[],
) => Promise<{ readonly place: string; readonly seen: readonly FoundRecord[] } | undefined>;

/** What of a run is posted where, in order. */
export async function postsOf(
  run: Run,
  { to, form, escalate }: Pick<Alert, 'to' | 'form' | 'escalate'>,
  ownerPlace: OwnerPlace,
): Promise<readonly PostOf[]> {
  const places = to.filter((place) => place !== toOwner);
  const everywhere = (part: RunPart): readonly PostOf[] => places.map((place) => ({ place, part }));
  if (run.is !== 'waste') return everywhere({ of: 'all' });
  const ordinary = saysMore(run);
  return [
    ...(ordinary ? partsOf(run, form).flatMap(everywhere) : []),
    ...(to.includes(toOwner) ? await toOwners(run, ownerPlace) : []),
    ...(run.escalated.length > 0 && escalate !== undefined
      ? escalate.to.map((place) => ({ place, part: { of: 'escalated' as const } }))
      : []),
  ];
}

/** A run may be there for what is told elsewhere alone. */
const saysMore = ({ told, resolved, escalated, looked }: RunOf<'waste'>): boolean =>
  told.length + resolved.length + looked.gaps.length > 0 || escalated.length === 0;

function partsOf(run: RunOf<'waste'>, form: Alert['form']): readonly RunPart[] {
  const { told, totals, resolved, looked } = run;
  const more = totals.some((one) => one.more.count + one.more.weak > 0);
  if (form === 'digest' || told.length === 0 || told.length > eachAtMost || more) return [{ of: 'all' }];
  return [
    ...told.map((_, index) => ({ of: 'one' as const, index })),
    ...(resolved.length + looked.gaps.length > 0 ? [{ of: 'rest' as const }] : []),
  ];
}

/** Signs of the hash of a post in its key: 48 bits. */
const hashSigns = 12;
/** A place reads the parts in this order; findings that have a message each by their number. */
const orders = { all: 0, owner: 0, rest: 9_998, escalated: 9_999 };
const orderOf = (part: RunPart): number => (part.of === 'one' ? part.index : orders[part.of]);

/**
 * The key of a post of a run: whoever makes the posts anew gives each its own, whatever others there are now. In one place they
 * are in the order in which they are read.
 */
export function keyOfPost(run: string, { place, part }: PostOf): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([place, part.of, part.of === 'owner' ? part.owner : '']))
    .digest('hex')
    .slice(0, hashSigns);
  return `alert/${run}/${String(orderOf(part)).padStart(4, '0')}-${hash}`;
}

async function toOwners({ told }: RunOf<'waste'>, ownerPlace: OwnerPlace): Promise<readonly PostOf[]> {
  const byOwner = new Map<string, FoundRecord[]>();
  for (const { finding } of told) {
    const owner = ownerWord(finding);
    if (owner === undefined) continue;
    const known = byOwner.get(owner);
    if (known === undefined) byOwner.set(owner, [finding]);
    else known.push(finding);
  }
  const posts: PostOf[] = [];
  for (const [owner, findings] of byOwner) {
    const own = await ownerPlace(owner, findings);
    if (own === undefined) continue;
    const keys = own.seen.length < findings.length ? { keys: own.seen.map(({ key }) => key) } : {};
    posts.push({ place: own.place, part: { of: 'owner', owner, ...keys } });
  }
  return posts;
}
