import { documentKeys } from './terminal.ts';

/** What must have been said before an example makes sense: plans under the key that it shows, changes that it leads back from. */
export const beforeExample = (name: string, example: string): readonly string[] => {
  const [first] = documentKeys;
  switch (name) {
    case 'confirm':
    case 'cancel':
      return [example.endsWith(' 6') ? 'stop web-1 web-2 api-1 api-2 indexer build-runner' : 'stop web-1'];
    case 'undo':
      return ['stop web-1', `confirm ${first}`];
    case 'recover':
      return ['release 198.51.100.38', `confirm ${first} 198.51.100.38`];
    case 'keep':
      return ['stop bastion', `confirm ${first}`];
    case 'unkeep':
      return ['stop bastion', `confirm ${first}`, 'keep 198.51.100.10 reason:wanted'];
    default:
      return [];
  }
};
