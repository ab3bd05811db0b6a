import { checkBlocks, checkTotals } from './check-blocks.ts';
import {
  fields,
  frown,
  length,
  mrkdwn,
  oneOf,
  plain,
  refuse,
  startCheck,
  type Check,
  type Violation,
} from './check.ts';
import { choices, identifier } from './check-objects.ts';
import { data, dataList, isData, list, text, type Data } from '../json.ts';
import { limits } from './limits.ts';
import type { Special } from './specials.ts';

/** What a payload may refer to: everything, where nothing is said. */
export interface Known {
  /** Whether a file may be shown by an image block now. */
  hasPicture?(file: Data): boolean;
  /** Whether a mention is one that the app may mean; people are, channels are, the rest is not. */
  mayMention?(special: Special): boolean;
}

/** What was found in a payload. */
export interface Findings {
  readonly violations: readonly Violation[];
  /** Every mention, date and link in it. */
  readonly specials: readonly Special[];
}

const meant = ({ kind }: Special): boolean => kind !== 'broadcast' && kind !== 'group';

function findings(check: Check, { mayMention = meant }: Known): Findings {
  checkTotals(check);
  for (const one of check.specials)
    if (!mayMention(one)) frown(check, `${one.raw} is a mention that was not declared`, one.at);
  return { violations: check.found, specials: check.specials };
}

/** A message as it comes in arguments of chat.* or to a response_url: `text`, `blocks`, `attachments` and what changes how they are read. */
export function validateMessage(message: Data, known: Known = {}): Findings {
  const check = startCheck('message', known.hasPicture ?? (() => true));
  const blocks = message['blocks'];
  const deletes = message['delete_original'] === true || message['delete_original'] === 'true';
  if (blocks !== undefined) checkBlocks(check, blocks, '/blocks');
  for (const [index, one] of dataList(message['attachments']).entries())
    if (one['blocks'] !== undefined) checkBlocks(check, one['blocks'], `/attachments/${index}/blocks`);
  const fallback = message['text'];
  // Slack would take it and read nothing out to who cannot see the blocks (docs, "chat.postMessage", "Accessibility").
  if (text(fallback) === '' && !deletes) frown(check, 'no fallback text', '/text');
  if (text(fallback).length > limits.message.text)
    frown(check, `must be less than ${limits.message.text + 1} characters`, '/text');
  mrkdwn(check, text(fallback), '/text');
  // Both turn plain words into mentions of people and channels.
  if (['1', 'true', true].some((yes) => yes === message['link_names'])) frown(check, 'names are linked', '/link_names');
  if (message['parse'] === 'full') frown(check, 'text is parsed', '/parse');
  return findings(check, known);
}

const isInput = (block: unknown): boolean => isData(block) && block['type'] === 'input';

/** A view of a modal or of the Home tab. */
export function validateView(view: Data, known: Known = {}): Findings {
  const surface = view['type'] === 'home' ? 'home' : 'modal';
  const check = startCheck(surface, known.hasPicture ?? (() => true));
  const shared = ['private_metadata', 'callback_id', 'external_id', 'clear_on_close', 'notify_on_close'];
  fields(check, view, '', {
    required: ['type', 'blocks', ...(surface === 'modal' ? ['title'] : [])],
    optional: [...shared, ...(surface === 'modal' ? ['submit', 'close'] : [])],
  });
  oneOf(check, view['type'], '/type', ['modal', 'home']);
  for (const key of ['title', 'submit', 'close']) plain(check, view[key], `/${key}`, limits.view.title);
  if (surface === 'modal' && view['submit'] === undefined && list(view['blocks']).some(isInput))
    refuse(check, 'missing required field: submit', '');
  length(check, view['private_metadata'], '/private_metadata', limits.view.metadata, 0);
  length(check, view['callback_id'], '/callback_id', limits.view.callbackId, 0);
  identifier(check, view['external_id'], '/external_id');
  checkBlocks(check, view['blocks'], '/blocks');
  if (Buffer.byteLength(JSON.stringify(view)) > limits.view.bytes) refuse(check, 'view_too_large', '');
  return findings(check, known);
}

/** What an app answers to a block_suggestion: `options` or `option_groups`, of which there may be none. */
export function validateSuggestions(answer: unknown): Findings {
  const check = startCheck('message', () => true);
  choices(check, data(answer), '', 0);
  return findings(check, {});
}
