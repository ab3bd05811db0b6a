import type { Types } from '../facts/instance-types/types.ts';
import type { Cloud, Listing, Reading, Scope } from '../ports/cloud.ts';
import type { Home, Instance } from '../ports/instance.ts';
import type { Image } from '../ports/instance-type.ts';
import { distinct, isProblem, type Problem } from '../problem.ts';
import { code, list, say, type Spans } from '../text.ts';
import type { Estate } from './estate.ts';

/** An image, and what of ours was started from it. */
export interface FoundImage {
  readonly image: Image;
  /** Instances that are still there: the one by whose name it was asked for, or all. */
  readonly users: readonly Instance[];
  /** The reads behind it. */
  readonly listing: Listing<unknown>;
}

/** What images are found with. */
export interface ImageParts {
  readonly cloud: Pick<Cloud, 'homes'>;
  readonly estate: Pick<Estate, 'list' | 'one'>;
  readonly types: Pick<Types, 'images'>;
}

/** Whether a word is the id of an image: 8 or 17 hex digits. */
export const isImageId = (word: string): boolean => /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(word);

/**
 * The image of an id, or the one that an instance was started from. An id is looked for where instances of ours were started
 * from it, else in every account and region of the scope: no two regions have one id.
 */
export async function findImage(
  word: string,
  scope: Scope,
  { cloud, estate, types }: ImageParts,
  reading: Reading,
): Promise<FoundImage | Problem> {
  const byId = isImageId(word);
  const seen = byId ? await estate.list([], reading) : await estate.one(word, scope, reading);
  if (isProblem(seen)) return seen;
  const users = byId ? seen.items.filter(({ imageId }) => imageId === word) : seen.items;
  const id = byId ? word : (users[0]?.imageId ?? '');
  const homes = users.length > 0 ? users : await homesIn(scope, cloud);
  const places = new Map(homes.map(({ account, region }) => [`${account.id} ${region}`, { account, region }]));
  const found = await types.images(
    [...places.values()].map((home) => ({ ...home, id })),
    reading,
  );
  const gaps = distinct([...seen.gaps, ...found.gaps]);
  const [image] = found.items;
  if (image !== undefined) return { image, users, listing: { ...found, gaps } };
  // Where nobody could look it is not known to be gone.
  return found.gaps[0] ?? noSuchImage(id, [...places.values()], users);
}

async function homesIn({ accounts, regions }: Scope, cloud: Pick<Cloud, 'homes'>): Promise<readonly Home[]> {
  return (await cloud.homes()).flatMap(({ account, regions: all }) =>
    accounts === undefined || accounts.includes(account.name) || accounts.includes(account.id)
      ? all.filter((region) => regions?.includes(region) ?? true).map((region) => ({ account, region }))
      : [],
  );
}

/** Places told one by one. */
const placesTold = 6;

/** AWS shows no such image: gone, private, or kept from the account. What runs of it runs on, and is billed by its own code. */
function noSuchImage(id: string, places: readonly Home[], [user]: readonly Instance[]): Problem {
  const told = places.slice(0, placesTold).map(({ account, region }): Spans => say`${account.name} (${region})`);
  const more = places.length - told.length;
  const [place] = places;
  const asked = place === undefined ? '' : ` --region ${place.region}`;
  return {
    problem: 'image-not-found',
    what: say`AWS shows no image ${code(id)} to ${told.length === 0 ? 'any account that is looked at here' : list([...told, ...(more > 0 ? [`${more} more`] : [])])}.`,
    ...(user !== undefined && {
      where: say`${code(user.name ?? user.id)} was started from it and is not touched by that: it is billed by its own code, ${code(user.usageOperation)} (${user.platformDetails}).`,
    }),
    todo: say`It may be deregistered, private to another account, of another region, or kept out by the account's setting Allowed AMIs (${code(`aws ec2 get-allowed-images-settings${asked}`)}). Ask its owner to share it, or make an image of a machine that still runs it from an EBS root (EC2 console: Actions, Image and templates, Create image).`,
  };
}
