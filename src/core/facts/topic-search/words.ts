import { distance } from 'fastest-levenshtein';
import { stemmer } from 'stemmer';
import { familyOf } from '../instance-types/catalogue.ts';

/** Words that say nothing about what is asked. */
const empty: ReadonlySet<string> = new Set(
  `a about all also am an and any are as at aws be been being but by can could did do does doing else for from
  get gets getting give go goes going got had happen happens has have he her him his how i if in into is it its just
  know let like many may me might mine more much must my need needs not now of on one ones only or our ours out over
  please possible really s say see shall she should so some somebody someone something still t tell than that the
  their them then there these they thing this those to too up us versus very vs want was we were what when where which who whom
  whose why will with would you your yours`.split(/\s+/),
);

/** Words that may say something, and say nothing where a topic does not have them. */
const vague: ReadonlySet<string> = new Set(
  `able across actually add advice advise afternoon again ago almost although always another anymore anyone
  anything apply april around ask august away bad became because become begin beginning behind believe best better
  between big bigger biggest boss both bring building bunch buy call came care case certain check choice choose
  client come compatible complain completely concern concerning confused confusing consider count couple currently
  day dear december decide definitely describe details dev different discover downtime each easily eight either
  else end enough entire entry especially even evening ever every everyone everything exactly expect explained
  explanation extremely far fast february few figure find fine five folks follow forever forget forgot found four
  friday front fully funny gave germany gets getting good great guess guy half handle happen hate hear help
  helpful here high honestly hope hour house idea immediately important include including inside instead
  interested issue january july june keep keeping keeps kind knew known larger largest last late lately later
  learned least leave led left less likely line listed little long look lot low luckily main making matter maybe
  mean meaning meanwhile meeting mention mind minute missing monday month morning most mostly moving myself near
  nearly necessarily necessary nice night nine none normally nothing november nowhere number obviously october
  often ok okay old other otherwise own paper part partner people per perhaps pick place plenty plus practice
  present pretty probably problem prod production proper properly provide put question quick quickly quite rather
  ready realise realize realized reason recently recommend regarding regularly related remember result round said
  same saturday saw scenario seem seems seen september set seven several shall short show shown simple simply
  since situation six slightly small smaller smallest sometimes soon sort speak special stand start started stay story
  stuff such suddenly suggest suitable sunday supposed sure take talk team ten tend test testing thank thirty
  thought three through thursday til till time tip today together tomorrow took topic totally toward towards
  trouble true try tuesday twice two typical typically understand unfortunately unless until use useful usual
  usually various vendor view wait walk warn way wednesday week weekend went whatever whenever wherever whichever
  while whole wish without woke wonder wondering work worth wrong year yesterday yet`.split(/\s+/),
);

/** Whether a word counts against a topic that does not know it. */
export const isTelling = (word: string): boolean => !vague.has(word);

/** People's words for one thing; the first stands for all. */
const meanings: readonly (readonly [first: string, ...others: string[]])[] = [
  ['instance', 'server', 'machine', 'vm', 'box', 'computer', 'ec2'],
  ['cost', 'pay', 'paid', 'charge', 'bill', 'invoice', 'price', 'fee', 'money', 'dollar', 'expensive', 'surcharge'],
  ['cheap', 'cheaper', 'cheapest', 'affordable', 'inexpensive'],
  ['stop', 'off', 'shutdown', 'shut', 'halt'],
  ['terminate', 'kill', 'delete', 'destroy', 'remove', 'erase'],
  ['reboot', 'restart'],
  ['address', 'ip'],
  ['disk', 'volume', 'drive', 'harddisk', 'ssd', 'hdd'],
  ['image', 'ami'],
  ['static', 'fixed', 'permanent', 'persistent'],
  ['license', 'licence'],
  ['permission', 'rights', 'authorize', 'authorise', 'allow'],
  ['login', 'log', 'signin', 'logon', 'sign'],
  ['connect', 'reach', 'reachable'],
  ['gpu', 'h100', 'h200', 'accelerator'],
  ['zone', 'az'],
  ['lost', 'lose', 'loss', 'gone', 'disappear', 'vanish'],
  ['create', 'provision', 'spin'],
  ['firewall', 'port'],
  ['memory', 'ram'],
  ['region', 'country'],
  ['shell', 'terminal', 'prompt'],
];
const firsts = meanings.flatMap(([first, ...others]) => others.map((other) => [other, stemmer(first)] as const));
const byWord: ReadonlyMap<string, string> = new Map(firsts);
/** Their stems are those of other words: of `terminate` and `right`. */
const ambiguous: ReadonlySet<string> = new Set(['terminal', 'rights']);
/** `charges` means what `charge` means. */
const byStem: ReadonlyMap<string, string> = new Map(
  firsts.filter(([word]) => !ambiguous.has(word)).map(([word, stem]) => [stemmer(word), stem]),
);

/** Words that find no topic without another: those said of everything, and things that are used with EC2 but that no topic is about. */
const qualifying: ReadonlySet<string> = new Set(
  `aws amazon cloud ec2 instance cost balancer cheap classic bastion bucket docker dynamodb ecs egress eks fargate gateway
  kubernetes lambda load nat rds s3 sagemaker terraform`
    .split(/\s+/)
    .map(meaningOf),
);

/** Whether a word, as it is searched, only says more of another. */
export const qualifies = (meaning: string): boolean => qualifying.has(meaning);

/** `m5.large`: whoever names a type asks about its family, and about types. */
const typeName = /^[a-z]+\d[a-z0-9]*\.[a-z0-9]+$/;

/** What people have of their own: an IP address, an id of AWS's, a name that ends in a number as `web-1`. */
const ipAddress = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g;
const ownName = /(?<![\w-])[a-z][a-z0-9-]*-(?:[0-9a-f]{8}|[0-9a-f]{17}|\d{1,3})(?![\w-])/gi;

/** A question without what its asker has: an IP address is an address, a name and an id say nothing. What stands in `said`, the texts of the topics, stays. */
export const withoutOwn = (question: string, said: string): string =>
  question
    .replaceAll(ipAddress, (ip) => (said.includes(ip) ? ip : 'address'))
    .replaceAll(ownName, (name) => (said.includes(name.toLowerCase()) ? name : ' '));

/** The words of a text as they are written, in small letters, without those that say nothing. */
export const bareWords = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll(/['’]s?\b/g, '')
    .split(/[^a-z0-9.]+/)
    .map((word) => word.replaceAll(/^\.+|\.+$/g, ''))
    .flatMap((word) => (typeName.test(word) ? [familyOf(word), 'type'] : [word]))
    .filter((word) => word !== '' && !empty.has(word));

/** What a word is searched as: without its ending, and one for all that mean the same (`servers` as `instance`). */
export function meaningOf(word: string): string {
  const stem = stemmer(word);
  return byWord.get(word) ?? byStem.get(stem) ?? stem;
}

/** A word of fewer letters is not corrected. */
const correctableLetters = 6;

/** Corrects a mistyped word to the known one that it is meant as: the same letters in another order, or one of them wrong, but not the first. The word itself where none is near. */
export function correctedBy(known: readonly string[]): (word: string) => string {
  const all = known.map((word) => ({ word, sorted: sortedLetters(word) }));
  return (mistyped) => {
    if (mistyped.length < correctableLetters) return mistyped;
    const sorted = sortedLetters(mistyped);
    const near = all.find(
      (one) =>
        one.word[0] === mistyped[0] &&
        Math.abs(one.word.length - mistyped.length) <= 1 &&
        (one.sorted === sorted || distance(one.word, mistyped) <= 1),
    );
    return near?.word ?? mistyped;
  };
}

const sortedLetters = (word: string): string => [...word].toSorted().join('');
