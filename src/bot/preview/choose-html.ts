import { markup, type Html } from './html.ts';

/** One of a list, in a form: what is chosen is sent under its name. @param empty Stands there where nothing is chosen. */
export const chosenHtml = (
  name: string,
  empty: string,
  options: readonly { readonly label: string; readonly value: string; readonly chosen: boolean }[],
  required: Html | undefined,
): Html =>
  markup`<select name="${name}" ${required}>
    <option value="">${empty}</option>
    ${options.map(
      ({ label, value, chosen }) =>
        markup`<option value="${value}" ${chosen ? markup`selected` : undefined}>${label}</option>`,
    )}
  </select>`;
