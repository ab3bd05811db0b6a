import { data, dataList, isData, numberOr, text, type Data } from '../json.ts';
import { childrenOf, inputStyles, types } from './components.ts';
import type { Deliver, Delivered } from './deliver.ts';
import { placeFor } from './gestures.ts';
import { interactionTypes } from './interactions.ts';
import { component as limits } from './limits.ts';
import type { OpenModal } from './modals.ts';
import { metadataOf } from './payloads.ts';
import type { Room } from './room.ts';
import type { DiscordUser } from './world.ts';

/** What a person puts into a field: text, or the label or value of options. */
export type Wish = string | readonly string[];

/** What a person can do with a modal. */
export interface ModalGestures {
  /** Fills fields, named by their label or custom_id, and sends it. Throws where the client would not send it. The modal is gone once the app answered. */
  submit(of: { readonly user: DiscordUser; readonly values?: Readonly<Record<string, Wish>> }): Promise<Delivered>;
  /** Closes it; the app is not told. */
  close(of: { readonly user: DiscordUser }): void;
}

/** A field of a modal, and the words beside it. */
interface Field {
  readonly label: string;
  readonly input: Data;
}

const fieldsIn = (modal: Data): readonly Field[] =>
  dataList(modal['components']).flatMap((one): readonly Field[] => {
    if (one['type'] === types.label) return [{ label: text(one['label']), input: data(one['component']) }];
    return childrenOf(one).map((input) => ({ label: text(input['label']), input }));
  });

/** Text as a person leaves it in an input. Throws where the client would complain. */
function textIn({ label, input }: Field, wish: Wish | undefined): string {
  const value = wish === undefined ? text(input['value']) : text(wish);
  const oops = (what: string) => new Error(`Discord does not send the modal: “${label}”: ${what}`);
  if (value === '' && input['required'] !== false) throw oops('must be filled in');
  if (value !== '' && value.length < numberOr(input['min_length'], 0)) throw oops('too short');
  if (value.length > numberOr(input['max_length'], limits.input)) throw oops('too long');
  if (input['style'] === inputStyles.short && value.includes('\n')) throw oops('one line only');
  return value;
}

/** Options as a person leaves them chosen. */
function chosenIn({ label, input }: Field, wish: Wish | undefined): readonly string[] {
  const options = dataList(input['options']);
  const wishes = typeof wish === 'string' ? [wish] : wish;
  const before = options.filter((one) => one['default'] === true).map((one) => text(one['value']));
  const values =
    wishes?.map((one) => {
      const option = options.find((each) => each['label'] === one || each['value'] === one);
      if (option === undefined && options.length > 0) throw new Error(`“${label}” has no option “${one}”`);
      return option === undefined ? one : text(option['value']);
    }) ?? before;
  const least = input['required'] === false ? 0 : numberOr(input['min_values'], 1);
  const most = numberOr(input['max_values'], input['type'] === types.checkboxGroup ? options.length : 1);
  if (values.length < least || values.length > most)
    throw new Error(`Discord does not send the modal: “${label}”: takes ${least} to ${most} options`);
  return values;
}

/** What is sent of a field (Discord, "Components Reference", the response structures). */
function sentOf(field: Field, wish: Wish | undefined): Data {
  const { type, id, custom_id } = field.input;
  const base = { type, id, custom_id };
  if (type === types.textInput) return { ...base, value: textIn(field, wish) };
  if (type === types.checkbox)
    return { ...base, value: wish === undefined ? field.input['default'] === true : wish === 'true' };
  const values = chosenIn(field, wish);
  return type === types.radioGroup ? { ...base, value: values[0] ?? null } : { ...base, values };
}

/** What people do with modals, delivered. */
export function createModalGestures(room: Room, deliver: Deliver): ModalGestures {
  function openOf({ id, username }: DiscordUser): OpenModal {
    const open = room.modals.get(id);
    if (open === undefined) throw new Error(`${username} has no modal open`);
    return open;
  }

  function filled(modal: Data, values: Readonly<Record<string, Wish>>): readonly Data[] {
    const fields = fieldsIn(modal);
    const named = ({ label, input }: Field) => [text(input['custom_id']), label];
    for (const name of Object.keys(values))
      if (!fields.some((field) => named(field).includes(name)))
        throw new Error(`no field “${name}”; there are: ${fields.map(({ label }) => label).join(', ') || 'none'}`);
    const sent = (input: Data): Data => {
      const field = fields.find((one) => one.input === input);
      if (field === undefined) return { type: input['type'], id: input['id'] };
      return sentOf(
        field,
        named(field)
          .map((name) => values[name])
          .find((one) => one !== undefined),
      );
    };
    return dataList(modal['components']).map((one) => ({
      type: one['type'],
      id: one['id'],
      ...(isData(one['component']) && { component: sent(one['component']) }),
      ...(one['components'] !== undefined && { components: dataList(one['components']).map(sent) }),
    }));
  }

  return {
    async submit({ user, values = {} }) {
      const { modal, by, channelId } = openOf(user);
      const channel = room.world.channels.get(channelId);
      if (channel === undefined) throw new Error('the channel is gone');
      const at = placeFor(room, user, channel);
      const message = by.source === undefined ? undefined : room.world.message(by.source);
      const type = interactionTypes.modal;
      const delivered = await deliver(at, {
        type,
        ...(message !== undefined && { source: message.id, message }),
        data: { custom_id: modal['custom_id'], components: filled(modal, values) },
        metadata: (id) => metadataOf(room, id, type, at, { triggering_interaction_metadata: by.metadata }),
      });
      if (delivered.answered !== undefined && room.modals.get(user.id)?.by === by) room.modals.delete(user.id);
      return delivered;
    },
    close({ user }) {
      openOf(user);
      room.modals.delete(user.id);
    },
  };
}
