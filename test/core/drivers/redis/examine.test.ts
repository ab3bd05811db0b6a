import { describe, expect, it } from 'vitest';
import { judge, type Told } from '../../../../src/core/drivers/redis/examine.ts';
import { plain } from '../../../../src/core/text.ts';

const safe: Told['settings'] = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };

describe('a server that loses nothing by itself, from which another takes over', () => {
  it.each([
    { failsOver: undefined, replicas: 0, connected: 0, is: 'fine', says: /^(?!.*failover)/ },
    { failsOver: undefined, replicas: 0, connected: undefined, is: 'fine', says: /^(?!.*failover)/ },
    { failsOver: undefined, replicas: 0, connected: 1, is: 'fine', says: /A failover loses/ },
    { failsOver: undefined, replicas: 1, connected: 1, is: 'fine', says: /loses none/ },
    { failsOver: 'by sentinels', replicas: 0, connected: 2, is: 'missing', says: /the audit too.*Set redis\.replicas/ },
    { failsOver: 'by sentinels', replicas: 0, connected: 0, is: 'missing', says: /Set redis\.replicas/ },
    { failsOver: 'by sentinels', replicas: 1, connected: 2, is: 'fine', says: /loses none/ },
    { failsOver: 'in a Cluster', replicas: 0, connected: 1, is: 'missing', says: /Set redis\.replicas/ },
    { failsOver: 'in a Cluster', replicas: 0, connected: undefined, is: 'unknown', says: /Set redis\.replicas/ },
    { failsOver: 'in a Cluster', replicas: 0, connected: 0, is: 'fine', says: /^(?!.*failover)/ },
    { failsOver: 'in a Cluster', replicas: 1, connected: 1, is: 'fine', says: /loses none/ },
  ] as const)(
    '$failsOver, waits for $replicas, has $connected: $is',
    ({ failsOver, replicas, connected, is, says }) => {
      const keeping = judge(
        { version: '7.2.0', replicas: connected, aheadMs: 0, settings: safe },
        { failsOver, replicas },
      );
      expect(keeping.is).toBe(is);
      expect(plain(keeping.says)).toMatch(says);
    },
  );
});
