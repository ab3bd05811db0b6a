import { dataList, type Data } from '../json.ts';
import { withIds } from './components.ts';
import type { Interaction } from './interactions.ts';
import type { Room } from './room.ts';

/** A modal that a person has before them. */
export interface OpenModal {
  readonly user: string;
  readonly channelId: string;
  /** As the app sent it, with the ids that Discord gives. */
  readonly modal: Data;
  /** What opened it. */
  readonly by: Interaction;
}

/** Puts a modal before the person who did something; one that was open before is gone. */
export function openModal({ modals }: Room, by: Interaction, modal: Data): OpenModal {
  const components = withIds(dataList(modal['components']));
  const one: OpenModal = { user: by.user, channelId: by.channelId, modal: { ...modal, components }, by };
  modals.set(by.user, one);
  return one;
}
