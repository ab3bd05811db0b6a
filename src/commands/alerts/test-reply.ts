import { code, command, say, strong, time } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { action, actions, line, note, reply, type Reply } from '../reply/reply.ts';

/** A sample of what an alert tells, in the place that it tells. */
export const alertTestReply = ({ alert, at }: { readonly alert: string; readonly at: Instant }): Reply =>
  reply(
    'plain',
    say`A test of the alert ${strong(alert)}: what it finds is told here`,
    note(
      say`Asked for at ${time(at)}; nothing was looked at. ${command(`alerts show ${alert}`)} tells when it is due, and ${code('alerts pause')} lets it rest.`,
    ),
    actions(action('Show', line`alerts show ${alert}`)),
  );
