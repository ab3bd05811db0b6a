import { findImage, isImageId, type FoundImage } from '../core/estate/which-image.ts';
import { platformOf } from '../core/facts/prices/platforms.ts';
import { isProblem } from '../core/problem.ts';
import { code, command as typed, list, say, time, type Speakable, type Spans } from '../core/text.ts';
import { spanInWords, type Instant } from '../core/time.ts';
import type { Image, TypeFacts } from '../core/ports/instance-type.ts';
import { command } from './command.ts';
import { image as imageOption } from './options/image.ts';
import { instanceType, ownRegion } from './options/kinds.ts';
import { watched } from './progress.ts';
import { licenceBlocks } from './reply/licence-reply.ts';
import { action, actions, fields, line, note, reply, type Block } from './reply/reply.ts';
import { placeOf } from './scope.ts';
import { factsOf } from './which-type.ts';
import { listingNotes } from './words.ts';

/** What an image is, and what its licence costs. */
export const image = command({
  name: 'image',
  summary: 'Show an image (AMI): whose it is, what it needs, and what its licence costs over Linux',
  examples: ['image web-1', 'image ad-1', 'image sql-1 type:m5.xlarge'],
  options: {
    image: imageOption().required(),
    type: instanceType('A type to tell the licence for; the instance’s own if one was named'),
    region: ownRegion(),
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ image: word, type: asked, region }, context) {
    const { core, now, signal } = context;
    const within = isImageId(word) ? {} : placeOf(word, context);
    const scope = region === undefined ? within : { ...within, regions: [region] };
    const found = await findImage(word, scope, core, watched(context));
    if (isProblem(found)) return found;
    const { image: one, users } = found;
    const type = asked ?? (isImageId(word) ? undefined : users[0]?.type);
    if (type !== undefined) await core.types.know([{ type, region: one.region }], signal);
    const facts = type === undefined ? undefined : factsOf(type, core.types, one.region);
    if (isProblem(facts) && asked !== undefined) return facts;
    const os = one.usageOperation === undefined ? undefined : platformOf(one.usageOperation);
    return reply(
      'plain',
      say`${code(one.id)} ${one.name ?? '(no name is told)'}`,
      fields(
        ['Description', one.description],
        ['Owner', ownerOf(found)],
        [
          'Shown to',
          one.isPublic === undefined
            ? undefined
            : one.isPublic
              ? 'everybody (public)'
              : 'accounts that its owner chose',
        ],
        ['State', one.state],
        ['Architecture', one.architecture],
        ['Virtualization', one.virtualization],
        ['Root device', one.rootDevice],
        ['Platform', platformOfImage(one)],
        ['Boot mode', bootMode(one)],
        ['Metadata', one.imds === undefined ? undefined : `IMDS ${one.imds} is required of what is started from it`],
        ['ENA', one.ena === undefined ? undefined : one.ena ? 'supported' : 'not supported'],
        ['Brings', volumes(one)],
        ['Made', at(one.createdAt, now)],
        ['Deprecated', at(one.deprecatedAt, now)],
        ['Last launched', at(one.lastLaunchedAt, now)],
        ['Region', `${one.region}, seen by ${one.account.name}`],
        ['Started from it', usersInWords(found)],
      ),
      ...(facts === undefined || isProblem(facts) ? [] : misfitNotes(one, facts)),
      ...watchNotes(one, now),
      ...ownCode(found, word),
      ...(await licenceBlocks(one, os, isProblem(facts) ? undefined : facts?.name, context)),
      ...listingNotes(found.listing),
      actions(
        ...users.slice(0, 1).map(({ id }) => action('Show the instance', line`show ${id}`)),
        os === undefined || type === undefined ? undefined : action('Price', line`price ${type} ${one.region} ${os}`),
      ),
    );
  },
});

/** AWS's aliases of owners, in words. */
const aliases: Readonly<Record<string, string>> = {
  amazon: 'Amazon',
  'aws-marketplace': 'a seller of AWS Marketplace',
  self: 'this account',
};

function ownerOf({ image: { ownerId, ownerAlias, account } }: FoundImage): string | undefined {
  const alias = ownerAlias === undefined ? undefined : (aliases[ownerAlias] ?? ownerAlias);
  if (ownerId === undefined) return alias;
  return ownerId === account.id
    ? `this account, ${account.name} (${ownerId})`
    : `${alias ?? 'another account'} (${ownerId})`;
}

const platformOfImage = ({ platformDetails, usageOperation }: Image): Spans | undefined =>
  platformDetails === undefined && usageOperation === undefined
    ? undefined
    : say`${platformDetails ?? '(not told)'}, billed as ${code(usageOperation ?? '(not told)')}`;

function bootMode({ bootMode: mode }: Image): string {
  switch (mode) {
    case undefined:
      return 'whatever the type has as its usual';
    case 'uefi-preferred':
      return 'UEFI where the type has it, else legacy BIOS';
    default:
      return mode;
  }
}

const volumes = ({ volumes: all }: Image): Speakable | undefined =>
  all.length === 0
    ? undefined
    : list(
        all.map(
          ({ device, sizeGiB, kind, encrypted }) =>
            say`${code(device)} ${[kind, sizeGiB === undefined ? undefined : `${sizeGiB} GiB`, encrypted === true ? 'encrypted' : undefined].filter((part) => part !== undefined).join(', ')}`,
        ),
      );

/** A moment as AWS writes it, and how far it is away; nothing where it is none. */
function at(written: string | undefined, now: Instant): Spans | undefined {
  const moment = written === undefined ? Number.NaN : Date.parse(written);
  if (Number.isNaN(moment)) return undefined;
  return moment <= now
    ? say`${time(moment)} (${spanInWords(now - moment)} ago)`
    : say`${time(moment)} (in ${spanInWords(moment - now)})`;
}

/** Instances told one by one. */
const usersTold = 5;

function usersInWords({ users }: FoundImage): Spans {
  const names = users.map(({ name, id }) => name ?? id).toSorted();
  const told = names.slice(0, usersTold).map(code);
  const more = users.length - told.length;
  return told.length === 0 ? say`none of ours` : list([...told, ...(more > 0 ? [`${more} more`] : [])]);
}

/** An instance is billed by its own code, which may have been changed since it was started (EC2 guide, "Modify licensing"). */
function ownCode({ image: { usageOperation }, users }: FoundImage, word: string): readonly Block[] {
  const [user] = isImageId(word) ? [] : users;
  return user === undefined || usageOperation === undefined || user.usageOperation === usageOperation
    ? []
    : [
        note(
          say`${code(user.name ?? user.id)} itself is billed as ${code(user.usageOperation)} (${user.platformDetails}), not by the code of its image: ${typed(line`show ${user.id}`)} tells its price.`,
        ),
      ];
}

/** Why the image does not start on a type: EC2 takes the architecture of its image alone. */
const misfitNotes = ({ id, architecture }: Image, { name, architectures }: TypeFacts): readonly Block[] =>
  architecture === undefined || architectures.length === 0 || architectures.includes(architecture)
    ? []
    : [
        note(
          say`${code(id)} cannot start on ${code(name)}: the image is for ${code(architecture)}, the type is ${list(architectures.map(code))}.`,
        ),
      ];

/** What somebody may stumble over who starts an instance from it (EC2 guide, "Amazon Machine Images"). */
function watchNotes(one: Image, now: Instant): readonly Block[] {
  const since = Date.parse(one.deprecatedAt ?? '');
  const says: readonly (Spans | undefined)[] = [
    since <= now
      ? say`It is deprecated: lists of images leave it out, and its owner may take it away; look for a newer one.`
      : undefined,
    one.state === 'available' ? undefined : say`Nothing can be started from it while its state is ${code(one.state)}.`,
    one.virtualization === 'paravirtual'
      ? say`Paravirtual: only types of the first generations (C1, C3, M1, M2, M3, T1) start it.`
      : undefined,
    one.rootDevice === 'instance-store'
      ? say`Its root is an instance store: what is started from it cannot be stopped, and loses its root when it ends.`
      : undefined,
    one.architecture === 'arm64' ? say`Only types with Graviton (arm64) start it.` : undefined,
    one.ena === false ? say`Without ENA: no type on Nitro starts it.` : undefined,
    one.ownerAlias === 'aws-marketplace'
      ? say`Its seller may charge for the software besides; that is in no figure here.`
      : undefined,
  ];
  return says.flatMap((one_) => (one_ === undefined ? [] : [note(one_)]));
}
