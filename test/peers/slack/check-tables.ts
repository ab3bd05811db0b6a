import { fields, frown, items, length, oneOf, refuse, type Check } from './check.ts';
import { isData, list, text, type Data } from '../json.ts';
import { limits } from './limits.ts';
import { richCharacters, richText } from './check-rich-text.ts';

function cell(check: Check, value: unknown, at: string, kinds: readonly string[]): void {
  const type = isData(value) ? text(value['type']) : '';
  if (!kinds.includes(type)) return refuse(check, `unsupported type: ${type}`, `${at}/type`);
  if (type === 'rich_text') {
    richText(check, value, at);
    const seen = richCharacters(value);
    if (seen === '') refuse(check, 'must be more than 0 characters', at);
    check.totals.tableCharacters += seen.length;
    return;
  }
  const number = type === 'raw_number';
  const object = fields(check, value, at, { required: ['type', ...(number ? ['value'] : []), 'text'] });
  if (object === undefined) return;
  if (number && !Number.isFinite(object['value'])) refuse(check, 'must be a number', `${at}/value`);
  length(check, object['text'], `${at}/text`, limits.message.tableCharacters);
  check.totals.tableCharacters += text(object['text']).length;
}

function rows(check: Check, value: unknown, at: string, most: { readonly rows: number; readonly columns: number }) {
  const all = items(check, value, at, most.rows) ?? [];
  const widths = new Set(
    all
      .map((row, index) => items(check, row, `${at}/${index}`, most.columns)?.length)
      .filter((one) => one !== undefined),
  );
  if (widths.size > 1) frown(check, 'rows are of different lengths', at);
  return all.map(list);
}

/** A table block. How many of a message's characters stand in tables is counted over all of them. */
export function table(check: Check, block: Data, at: string): void {
  check.totals.tables += 1;
  fields(check, block, at, { required: ['type', 'rows'], optional: ['block_id', 'column_settings'] });
  const kinds = ['raw_text', 'raw_number', 'rich_text'];
  rows(check, block['rows'], `${at}/rows`, limits.table).forEach((row, index) =>
    row.forEach((one, column) => cell(check, one, `${at}/rows/${index}/${column}`, kinds)),
  );
  items(check, block['column_settings'], `${at}/column_settings`, limits.table.columns)?.forEach((one, index) => {
    // A column that is left as it is may be null.
    if (one === null) return;
    const here = `${at}/column_settings/${index}`;
    const setting = fields(check, one, here, { required: [], optional: ['align', 'is_wrapped'] });
    oneOf(check, setting?.['align'], `${here}/align`, ['left', 'center', 'right']);
  });
}

/** A data_table block: its first row are headers, which are plain. */
export function dataTable(check: Check, block: Data, at: string): void {
  check.totals.tables += 1;
  fields(check, block, at, {
    required: ['type', 'rows', 'caption'],
    optional: ['block_id', 'page_size', 'row_header_column_index'],
  });
  length(check, block['caption'], `${at}/caption`, limits.textObject);
  const size = block['page_size'];
  if (size !== undefined && !(Number.isInteger(size) && Number(size) >= 1 && Number(size) <= limits.dataTable.pageSize))
    refuse(check, `must be from 1 to ${limits.dataTable.pageSize}`, `${at}/page_size`);
  rows(check, block['rows'], `${at}/rows`, limits.dataTable).forEach((row, index) =>
    row.forEach((one, column) =>
      cell(
        check,
        one,
        `${at}/rows/${index}/${column}`,
        index === 0 ? ['raw_text'] : ['raw_text', 'raw_number', 'rich_text'],
      ),
    ),
  );
}
