import { triggerLivesMs } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Leave to open one view, which a person gave by doing something. */
export interface Trigger {
  readonly id: string;
  readonly user: string;
  readonly at: number;
  used: boolean;
}

/** The triggers of a workspace. */
export interface Triggers {
  make(user: string): string;
  /** Uses one up. Refuses one that is unknown, too old, or used before. */
  spend(id: string): Trigger;
  forget(): void;
}

/** No trigger was given yet; the clock tells how old one is. */
export function createTriggers(now: () => number): Triggers {
  const all = new Map<string, Trigger>();
  let given = 0;
  return {
    make(user) {
      given += 1;
      const id = `${7_000_000_000_000 + given}.${user.length}.${given.toString(16).padStart(32, '0')}`;
      all.set(id, { id, user, at: now(), used: false });
      return id;
    },
    spend(id) {
      const trigger = all.get(id);
      if (trigger === undefined)
        throw new Refusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] invalid `trigger_id`'] } });
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (now() - trigger.at > triggerLivesMs) throw new Refusal('expired_trigger_id');
      trigger.used = true;
      return trigger;
    },
    forget: () => all.clear(),
  };
}
