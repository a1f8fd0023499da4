import type { Service } from '../operation.ts';
import { changeOperations } from './changes.ts';
import { healthCheckOperations } from './health-check-operations.ts';
import { recordOperations } from './record-operations.ts';
import { tagOperations } from './tags.ts';
import { zoneOperations } from './zone-operations.ts';

/** Amazon Route 53: hosted zones, their records, health checks; nothing asks them over DNS. */
export const route53: Service = {
  signingName: 'route53',
  isGlobal: true,
  xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  operations: [
    ...zoneOperations,
    ...recordOperations,
    ...healthCheckOperations,
    ...changeOperations,
    ...tagOperations,
  ],
};
