import { data, dataList, text, type Data } from '../json.ts';
import { limits } from './limits.ts';
import { blame, complaint, knownIn } from './posting.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import { stateOf } from './choosing.ts';
import { validateView } from './validate.ts';
import { withIds } from './blocks.ts';

/** A view that a person has before them. */
export interface OpenView {
  readonly id: string;
  readonly user: string;
  /** Changes with every update. */
  readonly hash: string;
  /** As the app sent it, with the ids that Slack gives. */
  readonly view: Data;
  readonly rootId: string;
  readonly previousId: string | null;
}

/** What every person sees of the app besides messages. */
export interface Views {
  /** Stacks of modals by person, the topmost last. */
  readonly modals: Map<string, readonly OpenView[]>;
  readonly homes: Map<string, OpenView>;
}

/** Nothing is open. */
export const createViews = (): Views => ({ modals: new Map(), homes: new Map() });

/** Examines a view. Refuses what Slack refuses. */
export function admitView(room: Room, where: string, value: unknown, type: 'modal' | 'home'): Data {
  const view = data(value);
  const { violations } = validateView(view, knownIn(room));
  const misplaced = view['type'] === type ? [] : [{ what: `must be a ${type}`, at: '/type', refused: true }];
  const errors = blame(room, where, [...violations, ...misplaced]);
  if (errors.some((one) => one.startsWith('view_too_large'))) throw new Refusal('view_too_large');
  if (errors.length > 0) throw new Refusal('invalid_arguments', complaint(errors));
  const taken = text(view['external_id']);
  const others = [...room.views.modals.values()].flat();
  if (where !== 'views.update' && taken !== '' && others.some((one) => one.view['external_id'] === taken))
    throw new Refusal('duplicate_external_id');
  return { ...view, blocks: withIds(dataList(view['blocks']), room.world.id) };
}

const stackOf = ({ views }: Room, user: string): readonly OpenView[] => views.modals.get(user) ?? [];

const hashOf = ({ world, now }: Room): string => `${Math.floor(now() / 1_000)}.${world.id('').toLowerCase()}`;

/** Puts a modal before a person: on an empty stack, or on top of what is there. */
export function openView(room: Room, user: string, view: Data, on: 'empty' | 'top'): OpenView {
  const under = on === 'top' ? stackOf(room, user) : [];
  if (under.length >= limits.view.stacked) throw new Refusal('push_limit_reached');
  const id = room.world.id('V');
  const one: OpenView = {
    id,
    user,
    view,
    hash: hashOf(room),
    rootId: under[0]?.id ?? id,
    previousId: under.at(-1)?.id ?? null,
  };
  room.views.modals.set(user, [...under, one]);
  return one;
}

/** Shows another view in the place of an open one. */
export function replaceView(room: Room, old: OpenView, view: Data): OpenView {
  const one: OpenView = { ...old, view, hash: hashOf(room) };
  const stack = stackOf(room, old.user);
  room.views.modals.set(
    old.user,
    stack.map((each) => (each.id === old.id ? one : each)),
  );
  return one;
}

/** Takes views away: all, or the topmost. */
export const closeViews = (room: Room, user: string, which: 'all' | 'top'): void =>
  void room.views.modals.set(user, which === 'all' ? [] : stackOf(room, user).slice(0, -1));

/** Shows a Home tab. */
export function showHome(room: Room, user: string, view: Data): OpenView {
  const id = room.views.homes.get(user)?.id ?? room.world.id('V');
  const one: OpenView = { id, user, view, hash: hashOf(room), rootId: id, previousId: null };
  room.views.homes.set(user, one);
  return one;
}

/** The modal of this id or external_id. */
export const findView = (
  room: Room,
  wanted: { readonly id?: string; readonly externalId?: string },
): OpenView | undefined =>
  [...room.views.modals.values()]
    .flat()
    .find(
      (one) =>
        one.id === wanted.id || (wanted.externalId !== undefined && one.view['external_id'] === wanted.externalId),
    );

/** A view as Slack hands it over (docs, "View object"). */
export function viewOutput(room: Room, { id, view, hash, rootId, previousId }: OpenView): Data {
  const { world } = room;
  return {
    id,
    team_id: world.team.id,
    type: view['type'],
    blocks: view['blocks'],
    private_metadata: view['private_metadata'] ?? '',
    callback_id: view['callback_id'] ?? '',
    state: { values: stateOf(dataList(view['blocks']), room.chosen(id)) },
    hash,
    title: view['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view['clear_on_close'] ?? false,
    notify_on_close: view['notify_on_close'] ?? false,
    close: view['close'] ?? null,
    submit: view['submit'] ?? null,
    previous_view_id: previousId,
    root_view_id: rootId,
    app_id: world.app.id,
    external_id: view['external_id'] ?? '',
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}
