import { unheardWords } from './commands/alerts/unheard.ts';
import type { Config } from './config/schema.ts';
import { thisMachine, type Check } from './core/ports/examiner.ts';
import { code, say } from './core/text.ts';
import type { Alerts } from './core/watch/alerts.ts';

/** Chat platforms that the configuration switches on. */
export const chatsOn = ({ slack, discord }: Config): readonly string[] => [
  ...(slack === undefined ? [] : ['slack']),
  ...(discord === undefined ? [] : ['discord']),
];

/** Alerts with places that nobody speaks in, each as a check that is not fine. */
export async function alertsUnheard(alerts: Pick<Alerts, 'list'>, config: Config): Promise<readonly Check[]> {
  const chats = chatsOn(config);
  return (await alerts.list()).flatMap(({ alert }) => {
    const waits = unheardWords(alert, { chats });
    return waits === undefined
      ? []
      : [
          {
            account: thisMachine,
            what: `alerts.${alert.name}.to`,
            is: 'missing' as const,
            needed: false,
            says: say`The alert ${code(alert.name)}: ${waits}`,
          },
        ];
  });
}
