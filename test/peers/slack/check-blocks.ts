import { fields, items, length, oneOf, plain, refuse, textObject, type Check, type Surface } from './check.ts';
import { identifier, picture } from './check-objects.ts';
import { richText } from './check-rich-text.ts';
import { dataTable, table } from './check-tables.ts';
import { distinctActions, element, elementsOf } from './check-elements.ts';
import { isData, text, type Data } from '../json.ts';
import { limits } from './limits.ts';

/** How one type of block is examined, and where it may stand. */
interface Rule {
  readonly on: readonly Surface[];
  check(check: Check, block: Data, at: string): void;
}

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];

function section(check: Check, block: Data, at: string): void {
  fields(check, block, at, {
    required: ['type'],
    optional: ['block_id', 'text', 'fields', 'accessory', 'expand'],
  });
  if (block['text'] === undefined && block['fields'] === undefined)
    refuse(check, 'missing required field: text or fields', at);
  textObject(check, block['text'], `${at}/text`, limits.section.text);
  items(check, block['fields'], `${at}/fields`, limits.section.fields)?.forEach((one, index) =>
    textObject(check, one, `${at}/fields/${index}`, limits.section.field),
  );
  const accessory = block['accessory'];
  if (accessory === undefined) return;
  if (isData(accessory) && accessory['type'] === 'image') picture(check, accessory, `${at}/accessory`, []);
  else element(check, accessory, `${at}/accessory`, elementsOf.accessory);
}

function context(check: Check, block: Data, at: string): void {
  fields(check, block, at, { required: ['type', 'elements'], optional: ['block_id'] });
  items(check, block['elements'], `${at}/elements`, limits.context.elements)?.forEach((one, index) => {
    if (isData(one) && one['type'] === 'image') picture(check, one, `${at}/elements/${index}`, []);
    else textObject(check, one, `${at}/elements/${index}`, limits.textObject);
  });
}

function actions(check: Check, block: Data, at: string): void {
  fields(check, block, at, { required: ['type', 'elements'], optional: ['block_id'] });
  const all = items(check, block['elements'], `${at}/elements`, limits.actions.elements) ?? [];
  all.forEach((one, index) => element(check, one, `${at}/elements/${index}`, elementsOf.actions));
  distinctActions(check, all, `${at}/elements`);
}

function input(check: Check, block: Data, at: string): void {
  fields(check, block, at, {
    required: ['type', 'label', 'element'],
    optional: ['block_id', 'hint', 'optional', 'dispatch_action'],
  });
  plain(check, block['label'], `${at}/label`, limits.input.label);
  plain(check, block['hint'], `${at}/hint`, limits.input.hint);
  element(check, block['element'], `${at}/element`, elementsOf.input);
}

function card(check: Check, block: Data, at: string): void {
  fields(check, block, at, {
    required: ['type'],
    optional: ['block_id', 'hero_image', 'icon', 'title', 'subtitle', 'body', 'subtext', 'actions'],
  });
  if (['hero_image', 'title', 'body', 'actions'].every((key) => block[key] === undefined))
    refuse(check, 'missing required field: title', at);
  textObject(check, block['title'], `${at}/title`, limits.card.title);
  textObject(check, block['subtitle'], `${at}/subtitle`, limits.card.title);
  textObject(check, block['body'], `${at}/body`, limits.card.body);
  textObject(check, block['subtext'], `${at}/subtext`, limits.card.body);
  for (const key of ['hero_image', 'icon'])
    if (block[key] !== undefined) picture(check, block[key], `${at}/${key}`, []);
  const all = items(check, block['actions'], `${at}/actions`, limits.card.actions) ?? [];
  all.forEach((one, index) => element(check, one, `${at}/actions/${index}`, elementsOf.buttons));
  distinctActions(check, all, `${at}/actions`);
}

function container(check: Check, block: Data, at: string): void {
  fields(check, block, at, {
    required: ['type', 'child_blocks'],
    optional: [
      'block_id',
      'title',
      'rich_text_title',
      'subtitle',
      'width',
      'icon',
      'is_collapsible',
      'default_collapsed',
      'has_header_divider',
    ],
  });
  if (block['title'] === undefined && block['rich_text_title'] === undefined)
    refuse(check, 'missing required field: title', at);
  plain(check, block['title'], `${at}/title`, limits.container.title);
  textObject(check, block['subtitle'], `${at}/subtitle`, limits.container.title);
  if (block['rich_text_title'] !== undefined) richText(check, block['rich_text_title'], `${at}/rich_text_title`);
  oneOf(check, block['width'], `${at}/width`, ['narrow', 'standard', 'wide', 'full']);
  const children = ['actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section', 'table'];
  items(check, block['child_blocks'], `${at}/child_blocks`, limits.container.children)?.forEach((one, index) => {
    checkBlock(check, one, `${at}/child_blocks/${index}`, children);
  });
}

/** Blocks that an app may send and we may use. The rest need scopes, features or surfaces of their own. */
const rules: Readonly<Record<string, Rule>> = {
  section: { on: everywhere, check: section },
  context: { on: everywhere, check: context },
  actions: { on: everywhere, check: actions },
  input: { on: everywhere, check: input },
  divider: {
    on: everywhere,
    check: (check, block, at) => void fields(check, block, at, { required: ['type'], optional: ['block_id'] }),
  },
  header: {
    on: everywhere,
    check(check, block, at) {
      fields(check, block, at, { required: ['type', 'text'], optional: ['block_id'] });
      plain(check, block['text'], `${at}/text`, limits.header);
    },
  },
  image: {
    on: everywhere,
    check(check, block, at) {
      picture(check, block, at, ['block_id', 'title']);
      plain(check, block['title'], `${at}/title`, limits.image.title);
    },
  },
  rich_text: { on: everywhere, check: richText },
  markdown: {
    on: ['message'],
    check(check, block, at) {
      fields(check, block, at, { required: ['type', 'text'], optional: ['block_id'] });
      length(check, block['text'], `${at}/text`, limits.message.markdown);
      check.totals.markdown += text(block['text']).length;
    },
  },
  table: { on: ['message', 'home'], check: table },
  data_table: { on: ['message', 'home'], check: dataTable },
  data_visualization: {
    on: ['message'],
    check(check, block, at) {
      length(check, block['title'], `${at}/title`, limits.chart.title);
      check.totals.charts += 1;
    },
  },
  card: { on: everywhere, check: card },
  carousel: {
    on: ['message', 'home'],
    check(check, block, at) {
      fields(check, block, at, { required: ['type', 'elements'], optional: ['block_id'] });
      items(check, block['elements'], `${at}/elements`, limits.carousel.cards)?.forEach((one, index) =>
        checkBlock(check, one, `${at}/elements/${index}`, ['card']),
      );
    },
  },
  alert: {
    on: ['modal'],
    check(check, block, at) {
      fields(check, block, at, { required: ['type', 'text'], optional: ['block_id', 'level'] });
      textObject(check, block['text'], `${at}/text`, limits.alert.text);
      oneOf(check, block['level'], `${at}/level`, ['default', 'info', 'warning', 'error', 'success']);
    },
  },
  container: { on: ['message', 'home'], check: container },
};

function checkBlock(check: Check, block: unknown, at: string, allowed?: readonly string[]): void {
  const type = isData(block) ? text(block['type']) : '';
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (!isData(block) || !rule?.on.includes(check.surface) || allowed?.includes(type) === false)
    return refuse(check, `unsupported type: ${type}`, `${at}/type`);
  const id = block['block_id'];
  identifier(check, id, `${at}/block_id`);
  if (check.blockIds.has(text(id))) refuse(check, `\`block_id\` "${text(id)}" already exists`, `${at}/block_id`);
  if (typeof id === 'string') check.blockIds.add(id);
  rule.check(check, block, at);
}

/** All blocks of a payload, and what is counted over all of them. */
export function checkBlocks(check: Check, blocks: unknown, at: string): void {
  const most = check.surface === 'message' ? limits.message.blocks : limits.view.blocks;
  items(check, blocks, at, most, 0)?.forEach((block, index) => checkBlock(check, block, `${at}/${index}`));
}

/** What is counted over a whole payload, once all of its blocks were seen. */
export function checkTotals(check: Check): void {
  const { tables, tableCharacters, markdown, charts, focused } = check.totals;
  if (tables > limits.message.tables) refuse(check, 'only_one_table_allowed', '/blocks');
  if (tableCharacters > limits.message.tableCharacters)
    refuse(check, `no more than ${limits.message.tableCharacters} characters allowed in tables`, '/blocks');
  if (markdown > limits.message.markdown)
    refuse(check, `no more than ${limits.message.markdown} characters allowed in markdown`, '/blocks');
  if (charts > limits.message.charts) refuse(check, `no more than ${limits.message.charts} charts allowed`, '/blocks');
  if (focused > 1) refuse(check, 'only one element may have `focus_on_load`', '/blocks');
}
