import { given, needed, type Methods } from './method.ts';
import { admitView, findView, openView, replaceView, showHome, viewOutput } from './views.ts';
import { Refusal } from './refusal.ts';

/** The methods of `views.*`; they need no scope (docs, "Web API methods"). A view that is refused leaves the trigger unused. */
export const viewMethods: Methods = {
  'views.open': {
    scopes: [],
    run(args, room) {
      const view = admitView(room, 'views.open', args['view'], 'modal');
      const { user } = room.triggers.spend(needed(args, 'trigger_id'));
      return { view: viewOutput(room, openView(room, user, view, 'empty')) };
    },
  },
  'views.push': {
    scopes: [],
    run(args, room) {
      const view = admitView(room, 'views.push', args['view'], 'modal');
      const { user } = room.triggers.spend(needed(args, 'trigger_id'));
      return { view: viewOutput(room, openView(room, user, view, 'top')) };
    },
  },
  'views.update': {
    scopes: [],
    run(args, room) {
      const [id, externalId, hash] = [given(args, 'view_id'), given(args, 'external_id'), given(args, 'hash')];
      if (id === undefined && externalId === undefined) needed(args, 'view_id');
      const old = findView(room, { ...(id !== undefined && { id }), ...(externalId !== undefined && { externalId }) });
      if (old === undefined) throw new Refusal('not_found');
      if (hash !== undefined && hash !== old.hash) throw new Refusal('hash_conflict');
      const view = admitView(room, 'views.update', args['view'], 'modal');
      return { view: viewOutput(room, replaceView(room, old, view)) };
    },
  },
  'views.publish': {
    scopes: [],
    run(args, room) {
      const user = room.world.users.get(needed(args, 'user_id'));
      if (user === undefined) throw new Refusal('invalid_arguments');
      const hash = given(args, 'hash');
      if (hash !== undefined && hash !== room.views.homes.get(user.id)?.hash) throw new Refusal('hash_conflict');
      const view = admitView(room, 'views.publish', args['view'], 'home');
      return { view: viewOutput(room, showHome(room, user.id, view)) };
    },
  },
};
