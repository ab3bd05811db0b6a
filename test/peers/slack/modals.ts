import { elementsIn, findElement, labelOf, type Found } from './blocks.ts';
import { choose, refusalOf, stateOf, valueOf, type Wish } from './choosing.ts';
import type { Deliver, Delivered } from './deliver.ts';
import { surfaceOf } from './gestures.ts';
import { data, dataList, text, type Data } from '../json.ts';
import { viewPayload } from './payloads.ts';
import { blame } from './posting.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import { admitView, closeViews, openView, replaceView, type OpenView } from './views.ts';
import type { SlackUser } from './world.ts';

/** A modal that was sent: what the app answered, and the errors that now stand at its fields, by block_id. */
export interface Submitted extends Delivered {
  readonly errors: Readonly<Record<string, string>>;
}

/** What a person can do with the modal before them. */
export interface Modals {
  /** Fills in fields, named by label, block_id or action_id, and sends the topmost modal. Throws where Slack would not send it. */
  submit(of: { readonly user: SlackUser; readonly values?: Readonly<Record<string, Wish>> }): Promise<Submitted>;
  /** Closes the topmost modal; undefined where the app wanted no word of it. */
  close(of: { readonly user: SlackUser }): Promise<Delivered | undefined>;
}

const field = (blocks: readonly Data[], name: string): Found => {
  const byBlock = elementsIn(blocks).find(({ block }) => block['block_id'] === name);
  return byBlock ?? findElement(blocks, name);
};

/** Modals, submitted and closed. `offered` holds what was suggested for menus that the app fills. */
export function createModals(room: Room, deliver: Deliver, offered: ReadonlyMap<string, readonly Data[]>): Modals {
  const oops = (what: string, at: string) => blame(room, 'view_submission', [{ what, at, refused: true }]);

  function topmost(user: SlackUser): OpenView {
    const surface = surfaceOf(room, { user, view: 'modal' });
    if (surface.of !== 'view') throw new Error('not a modal');
    return surface.view;
  }

  function fillIn(open: OpenView, values: Readonly<Record<string, Wish>>): void {
    const blocks = dataList(open.view['blocks']);
    const chosen = room.chosen(open.id);
    for (const [name, wish] of Object.entries(values)) {
      const found = field(blocks, name);
      const key = `${open.id} ${text(found.element['action_id'])}`;
      choose(chosen, found, valueOf(found.element, wish, offered.get(key) ?? []));
    }
    const state = stateOf(blocks, chosen);
    for (const found of elementsIn(blocks).filter(({ block }) => block['type'] === 'input')) {
      const { block, element } = found;
      const value = data(data(state[text(block['block_id'])])[text(element['action_id'])]);
      const wrong = refusalOf(found, value);
      if (wrong !== undefined) throw new Error(`Slack does not send the modal: “${labelOf(found)}”: ${wrong}`);
    }
  }

  function errorsOf(open: OpenView, answer: Data): Readonly<Record<string, string>> {
    const inputs = dataList(open.view['blocks']).filter((block) => block['type'] === 'input');
    const errors = Object.entries(data(answer['errors'])).map(([id, said]) => [id, text(said)] as const);
    for (const [id, said] of errors) {
      if (!inputs.some((block) => block['block_id'] === id)) oops(`no input block is “${id}”`, `/errors/${id}`);
      if (said === '') oops('must be more than 0 characters', `/errors/${id}`);
    }
    if (errors.length === 0) oops('missing required field: errors', '/errors');
    return Object.fromEntries(errors);
  }

  /** Does what the acknowledgement says (docs, "Modals", "Updating view response_action"). */
  function follow(open: OpenView, answer: Data): Readonly<Record<string, string>> {
    const action = answer['response_action'];
    if (action === undefined) closeViews(room, open.user, 'top');
    else if (action === 'clear') closeViews(room, open.user, 'all');
    else if (action === 'errors') return errorsOf(open, answer);
    else if (action === 'update') replaceView(room, open, admitView(room, 'view_submission', answer['view'], 'modal'));
    else if (action === 'push')
      openView(room, open.user, admitView(room, 'view_submission', answer['view'], 'modal'), 'top');
    else oops('unknown response_action', '/response_action');
    return {};
  }

  return {
    async submit({ user, values = {} }) {
      const open = topmost(user);
      fillIn(open, values);
      if (open.view['submit'] === undefined) throw new Error('the modal has nothing to send');
      const delivered = await deliver('interactive', viewPayload(room, user, open, 'submission'));
      if (delivered.ack.status !== 200) return { ...delivered, errors: {} };
      try {
        return { ...delivered, errors: follow(open, data(delivered.ack.body)) };
      } catch (error) {
        // The modal stays as it is and says that something failed; what was wrong is written down.
        if (!(error instanceof Refusal)) throw error;
        return { ...delivered, errors: {} };
      }
    },
    async close({ user }) {
      const open = topmost(user);
      const payload = viewPayload(room, user, open, 'closed');
      closeViews(room, user.id, open.view['clear_on_close'] === true ? 'all' : 'top');
      return open.view['notify_on_close'] === true ? deliver('interactive', payload) : undefined;
    },
  };
}
