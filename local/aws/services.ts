import { acm } from './acm/service.ts';
import { apigateway } from './apigateway/service.ts';
import { cloudwatch } from './cloudwatch/service.ts';
import { dynamodb } from './dynamodb/service.ts';
import { iam } from './iam/service.ts';
import { lambda } from './lambda/service.ts';
import { logs } from './logs/service.ts';
import type { Service } from './operation.ts';
import { s3 } from './s3/service.ts';
import { route53 } from './route53/service.ts';
import { secretsManager } from './secretsmanager/service.ts';
import { ssm } from './ssm/service.ts';
import { sts } from './sts/service.ts';

/** What the embedded AWS models, by signing name. */
export const services: ReadonlyMap<string, Service> = new Map(
  [
    lambda,
    apigateway,
    iam,
    sts,
    logs,
    cloudwatch,
    dynamodb,
    ssm,
    secretsManager,
    s3,
    acm,
    route53,
  ].map((service) => [service.signingName, service]),
);
