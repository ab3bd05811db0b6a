import { previewKeys, type Said } from './house.ts';

/** What must have been said before an example of a command makes sense: plans under the key that it shows, changes that it leads back from. */
export function beforeExample(name: string, example: string): readonly Said[] {
  const [key = ''] = previewKeys;
  const stopped = [{ line: 'stop bastion' }, { line: `confirm ${key}` }];
  switch (name) {
    case 'confirm':
    case 'cancel':
      return [{ line: example.endsWith(' 6') ? 'stop web-1 web-2 api-1 api-2 indexer build-runner' : 'stop web-1' }];
    case 'approve':
    case 'deny':
      return [{ line: 'terminate web-2' }, { line: `confirm ${key} web-2` }];
    case 'undo':
      return [{ line: 'stop web-1' }, { line: `confirm ${key}` }];
    case 'recover':
      return [
        { line: 'release 198.51.100.38' },
        { line: `confirm ${key} 198.51.100.38` },
        { line: `approve ${key}`, second: true },
      ];
    case 'keep':
      return stopped;
    case 'unkeep':
      return [...stopped, { line: 'keep 198.51.100.10 reason:wanted' }];
    case 'alerts run':
    case 'alerts show':
    case 'alerts edit':
    case 'alerts pause':
    case 'alerts remove':
      return [{ line: subscribes }];
    case 'alerts resume':
      return [{ line: subscribes }, { line: 'alerts pause idle-addresses' }];
    case 'alerts test':
      // Told where nobody listens: what is posted would come between other answers.
      return [{ line: 'alerts subscribe idle-addresses daily 22:00 name:nightly to:terminal:ops' }];
    case 'freeze off':
      return [{ line: 'freeze on reason:"the sale is on"' }];
    default:
      return [];
  }
}

const subscribes = 'alerts subscribe idle-addresses weekdays 9:00 Europe/Paris name:idle-addresses';

/** Whether the examples of a command are the second person's to say. */
export const isSeconds = (name: string): boolean => name === 'approve' || name === 'deny';
