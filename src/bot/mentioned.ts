import { isTypeWord } from '../commands/options/kinds.ts';
import { isRegionWord } from '../core/regions.ts';

/** A message is read so far, in UTF-16 code units: the longest that Slack takes (chat.postMessage, `text`). */
export const messageLimit = 40_000;
/** Words that are given at most. */
export const mentionedAtMost = 40;
/** Words of letters alone among them at most: most of a message is made of such. */
export const plainWordsAtMost = 10;
/** Longer is no name that a person writes, in UTF-16 code units. */
const longestWord = 128;
/** Plain words have so many letters at least. */
const shortestPlain = 4;

/** How sure it is that a word names something of EC2, surest first. */
const kinds = ['instance', 'allocation', 'address', 'type', 'name', 'plain'] as const;
type Kind = (typeof kinds)[number];

/**
 * Words of any message that may name something of EC2, each once, surest first and then in their order: ids of instances and
 * of allocations, IPv4 addresses, instance types, then what has a form of its own as names have (`web-1`, `api_prod`, `db2`),
 * then plain words that are not of the commonest. Ids, addresses and types are in lower case, all else as it is written.
 * What goes beyond {@link messageLimit} or {@link mentionedAtMost} is left out. Takes time in proportion to the text.
 */
export function mentionedIn(text: string): readonly string[] {
  const found: Record<Kind, Map<string, string>> = {
    instance: new Map(),
    allocation: new Map(),
    address: new Map(),
    type: new Map(),
    name: new Map(),
    plain: new Map(),
  };
  for (const [chunk] of text.slice(0, messageLimit).matchAll(chunks)) {
    const isLink = chunk.includes('://') || chunk.startsWith('arn:');
    for (const match of chunk.matchAll(words)) {
      const word = trimmed(match[0]);
      if (word === '' || word.length > longestWord) continue;
      const kind = kindOf(word);
      if (kind === undefined) continue;
      const isName = kind === 'name' || kind === 'plain';
      // A person, a channel, an address of mail, a part of a link or of an ARN: nobody means a machine by them.
      if (
        isName &&
        (isLink || /[@#]/.test(`${chunk[match.index - 1] ?? ''}${chunk[match.index + match[0].length] ?? ''}`))
      )
        continue;
      const key = word.toLowerCase();
      if (!found[kind].has(key)) found[kind].set(key, isName ? word : key);
    }
  }
  return kinds
    .flatMap((kind) => [...found[kind].values()].slice(0, kind === 'plain' ? plainWordsAtMost : mentionedAtMost))
    .slice(0, mentionedAtMost);
}

/** What stands between spaces, brackets and quotes. */
const chunks = /[^\s<>()[\]{}"“”„«»|,;]+/gu;
/** Within it, what a name is made of. */
const words = /[\p{L}\p{N}._-]+/gu;

/** Without the signs around it that end a sentence, list things, or mark them. */
function trimmed(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && '._-'.includes(word.charAt(from))) from += 1;
  while (to > from && '._-'.includes(word.charAt(to - 1))) to -= 1;
  return word.slice(from, to);
}

/** EC2's ids have eight hexadecimal digits, or seventeen since 2016 (Amazon EC2 User Guide, "Resource IDs"). */
const idForm = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i;
const ipv4Form = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** Things of EC2 and beside it that are neither an instance nor an address. */
const otherThings: ReadonlySet<string> = new Set(
  'acl ami aki ari cgw dopt eipassoc eni eni-attach fl igw lt nat pcx pg r rtb rtbassoc sg sgr sir snap spot subnet tgw vgw vol vpc vpce'.split(
    ' ',
  ),
);

/** Undefined: it names nothing. */
function kindOf(word: string): Kind | undefined {
  const ofThing = idForm.exec(word)?.[1]?.toLowerCase();
  if (ofThing === 'i') return 'instance';
  if (ofThing === 'eipalloc') return 'allocation';
  if (ofThing !== undefined && otherThings.has(ofThing)) return undefined;
  if (ipv4Form.test(word)) return 'address';
  if (isTypeWord(word)) return 'type';
  if (!/\p{L}/u.test(word) || isPlaceWord(word)) return undefined;
  if (/[._-]/.test(word)) return 'name';
  // `10ms`, `3rd` and `500k` are figures; a name of digits and letters begins with a letter.
  if (/\p{N}/u.test(word)) return /^\p{L}/u.test(word) ? 'name' : undefined;
  return word.length >= shortestPlain && !common.has(word.toLowerCase()) ? 'plain' : undefined;
}

/** A region, or one of its zones, `eu-west-1a`. */
const isPlaceWord = (word: string): boolean => isRegionWord(word) || isRegionWord(word.slice(0, -1));

/** Words of the messages that people write about machines, which would push names out. */
const common: ReadonlySet<string> = new Set(
  `about after again alert also always anybody anyone anything aren back been before behind being both cannot check
  could couldn didn does doesn doing done down each else even ever every everybody everyone everything fine from
  give goes gone good have haven hello help here https idle instance instances into just keep know last later like
  line list look looks made mailto make many maybe mean might minutes more morning most much must need needs never
  next nobody nothing often once only other over people please price problem really reboot restart right running
  same seems seen server servers should shouldn show since slow some somebody someone something soon start started
  still stop stopped such take tell than thank thanks that their them then there these they thing think this those
  though today tomorrow tonight under until very wait want wants well went were weren what when where which while
  will with within without work working works would wouldn yesterday your`.split(/\s+/),
);
