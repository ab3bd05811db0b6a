import { dataList, isData, list, numberOr, text, textOrNumber, type Data } from '../json.ts';
import type { Upload } from './body.ts';
import { checkComponents } from './check-components.ts';
import { checkEmbeds } from './check-embeds.ts';
import {
  frown,
  items,
  length,
  object,
  oneOf,
  refuse,
  required,
  startCheck,
  whole,
  type Check,
  type Violation,
} from './check.ts';
import { command as commandLimits, component, message as limits, uploads } from './limits.ts';
import { allowedBy, ringing } from './mentions.ts';
import { flags } from './outputs.ts';

/** What a message is examined with. */
export interface Context {
  /** A post with the bot's token, or an answer to an interaction. */
  readonly by: 'channel' | 'interaction';
  /** Of an edit: how the message stands. */
  readonly was?: {
    readonly flags: number;
    readonly content: string;
    readonly embeds: readonly Data[];
    readonly files: readonly { readonly id: string; readonly name: string }[];
  };
  /** Mentions that may ring, as they are written. */
  readonly mayRing?: ReadonlySet<string>;
}

/** What was found in a message. */
export interface Findings {
  readonly violations: readonly Violation[];
  /** Mentions that ring. */
  readonly pings: readonly string[];
}

/** Flags that an app may set, by what it does (Discord, "Message resource", "Create Message" and "Edit Message"; "Interactions: Receiving and Responding", "Messages"). */
const settable = {
  channel: flags.suppressEmbeds | flags.suppressNotifications | flags.voiceMessage | flags.componentsV2,
  interaction:
    flags.suppressEmbeds | flags.suppressNotifications | flags.voiceMessage | flags.componentsV2 | flags.ephemeral,
} as const;

function checkFlags(check: Check, value: unknown, { by, was }: Context): void {
  whole(check, value, '/flags', 0, 2 ** 31 - 1);
  if (typeof value !== 'number') return;
  if (was !== undefined && (was.flags & flags.componentsV2) !== 0 && (value & flags.componentsV2) === 0)
    frown(check, 'an edit cannot take IS_COMPONENTS_V2 away', '/flags');
  if (by === 'channel' && (value & flags.ephemeral) !== 0)
    frown(check, 'EPHEMERAL is for answers to interactions alone', '/flags');
  else if ((value & ~settable[by]) !== 0) frown(check, 'flags that an app cannot set', '/flags');
}

function checkMentions(check: Check, body: Data, { mayRing = new Set() }: Context): void {
  const allowed = body['allowed_mentions'];
  if (allowed === undefined || allowed === null)
    return frown(check, 'what may ring is not said, so that Discord decides', '/allowed_mentions');
  const { parse, users, roles } = object(check, allowed, '/allowed_mentions') ?? {};
  for (const kind of ['users', 'roles'] as const) {
    const some = list(kind === 'users' ? users : roles);
    if (some.length > 0 && list(parse).includes(kind))
      refuse(check, `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`, '/allowed_mentions');
  }
  for (const one of allowedBy(allowed))
    if (!mayRing.has(one)) frown(check, `${one} is allowed to ring and was not declared`, '/allowed_mentions');
}

function checkFiles(check: Check, body: Data, files: readonly Upload[], { was }: Context): void {
  const at = '/attachments';
  const indexes = new Set(files.map(({ index }) => index));
  const kept = new Set(was?.files.map(({ id }) => id));
  if (files.length > uploads.files) refuse(check, `No more than ${uploads.files} files`, at);
  for (const [number, each] of dataList(body['attachments']).entries()) {
    const id = textOrNumber(each['id']);
    if (!indexes.has(id) && !kept.has(id)) refuse(check, 'No such file', `${at}/${number}/id`);
    length(check, each['description'], `${at}/${number}/description`, component.mediaDescription, 0);
  }
  for (const { name, bytes } of files) {
    if (name === '') refuse(check, 'A file needs a name', at);
    if (bytes.length > uploads.fileBytes) refuse(check, `${name} is larger than ${uploads.fileBytes} bytes`, at);
  }
}

/** Names of the files that a message will have. */
function namesAfter(body: Data, files: readonly Upload[], { was }: Context): readonly string[] {
  const meant = dataList(body['attachments']);
  const given = body['attachments'] !== undefined;
  const kept = (was?.files ?? []).filter(({ id }) => !given || meant.some((one) => textOrNumber(one['id']) === id));
  const renamed = files.map(
    ({ index, name }) => text(meant.find((one) => textOrNumber(one['id']) === index)?.['filename']) || name,
  );
  return [...kept.map(({ name }) => name), ...renamed];
}

const filled = (value: unknown): boolean => text(value) !== '' || list(value).length > 0 || isData(value);

/** A message: a post, an answer, or an edit of one. */
export function validateMessage(body: Data, files: readonly Upload[], context: Context): Findings {
  const { was, by } = context;
  const given = numberOr(body['flags'], 0);
  const isNew = (((was?.flags ?? 0) | given) & flags.componentsV2) !== 0;
  const names = namesAfter(body, files, context);
  const check = startCheck(isNew ? 'components' : 'legacy', names);
  checkFlags(check, body['flags'], context);
  checkFiles(check, body, files, context);
  length(check, body['content'], '/content', limits.content, 0);
  if (body['nonce'] !== undefined && textOrNumber(body['nonce']).length > limits.nonce)
    refuse(check, `Must be ${limits.nonce} or fewer in length.`, '/nonce');
  if (isNew) {
    const before: Data = { content: was?.content, embeds: was?.embeds };
    for (const key of ['content', 'embeds', 'sticker_ids', 'poll'])
      if (filled(body[key] === undefined ? before[key] : body[key]))
        refuse(check, `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`, `/${key}`);
  } else checkEmbeds(check, body['embeds']);
  const components = body['components'];
  if (components !== undefined && components !== null) checkComponents(check, components);
  // What is mentioned in an embed never rings.
  check.texts.push(text(body['content']));
  if (isNew && components !== undefined)
    for (const name of names)
      if (!check.shown.has(name)) frown(check, `${name} is shown by no component, so nobody sees it`, '/components');
  const says = text(body['content']) !== '' || components !== undefined || list(body['embeds']).length > 0;
  if (says) checkMentions(check, body, context);
  const pings = ringing(check.texts, body['allowed_mentions'], by);
  for (const one of pings)
    if (context.mayRing?.has(one) !== true) frown(check, `${one} would ring and was not declared`, '/content');
  return { violations: check.found, pings };
}

/** What comes with a deferral: nothing but whether the answer will be seen by one person alone (Discord, "Interactions: Receiving and Responding", "Messages"). */
export function validateDeferral(data: Data): readonly Violation[] {
  const check = startCheck('legacy');
  const given = data['flags'] ?? 0;
  whole(check, given, '/data/flags', 0, 2 ** 31 - 1);
  if ((numberOr(given, 0) & ~flags.ephemeral) !== 0)
    frown(check, 'a deferral takes no flag but EPHEMERAL', '/data/flags');
  for (const key of ['content', 'embeds', 'components'])
    if (data[key] !== undefined) frown(check, `a deferral shows no ${key}`, `/data/${key}`);
  return check.found;
}

/** A modal (Discord, "Interactions: Receiving and Responding", "Modal"). */
export function validateModal(modal: Data): readonly Violation[] {
  const check = startCheck('modal');
  required(check, modal['custom_id'], '/data/custom_id');
  length(check, modal['custom_id'], '/data/custom_id', component.customId);
  required(check, modal['title'], '/data/title');
  length(check, modal['title'], '/data/title', component.modalTitle);
  checkComponents(check, modal['components'], '/data/components');
  return check.found;
}

/** Value of a choice, by the type of its option. */
export function choiceValue(check: Check, value: unknown, at: string, optionType: unknown): void {
  required(check, value, at);
  if (optionType === 3) length(check, value, at, commandLimits.choice);
  else if (optionType === 4 && !Number.isInteger(value)) refuse(check, 'Value is not int', at);
  else if (optionType === 10 && typeof value !== 'number') refuse(check, 'Value is not float', at);
}

/** What an app suggests for an option of this type (Discord, "Interactions: Receiving and Responding", "Autocomplete"). */
export function validateChoices(answer: Data, optionType: number): readonly Violation[] {
  const check = startCheck('legacy');
  const at = '/data/choices';
  for (const [index, each] of items(check, answer['choices'], at, commandLimits.choices, 0).entries()) {
    const choice = object(check, each, `${at}/${index}`) ?? {};
    required(check, choice['name'], `${at}/${index}/name`);
    length(check, choice['name'], `${at}/${index}/name`, commandLimits.choice);
    choiceValue(check, choice['value'], `${at}/${index}/value`, optionType);
  }
  if (answer['choices'] === undefined) refuse(check, 'This field is required', at);
  return check.found;
}

/** One of the types that answer an interaction of this kind (same page, "Interaction Callback Type"). `fromMessage`: it came from a component, or from a modal that a component opened. */
export function validateCallbackType(
  type: unknown,
  interactionType: number,
  fromMessage: boolean,
): readonly Violation[] {
  const check = startCheck('legacy');
  const messages = fromMessage ? [4, 5, 6, 7] : [4, 5];
  const allowed: Readonly<Record<number, readonly number[]>> = {
    1: [1],
    2: [...messages, 9],
    3: [...messages, 9],
    4: [8],
    5: messages,
  };
  required(check, type, '/type');
  oneOf(check, type, '/type', allowed[interactionType] ?? []);
  return check.found;
}
