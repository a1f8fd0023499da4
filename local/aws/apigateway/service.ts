import type { Service } from '../operation.ts';
import { testInvokeOperations } from '../execute-api/test-invoke.ts';
import { accountOperations } from './account.ts';
import { apiKeyOperations } from './api-keys.ts';
import { authorizerOperations } from './authorizers.ts';
import { basePathMappingOperations } from './base-path-mappings.ts';
import { deploymentOperations } from './deployments.ts';
import { domainNameOperations } from './domain-names.ts';
import { exportOperations } from './export-operations.ts';
import { gatewayResponseOperations } from './gateway-responses.ts';
import { importOperations } from './import-operations.ts';
import { integrationResponseOperations } from './integration-responses.ts';
import { integrationOperations } from './integrations.ts';
import { methodResponseOperations } from './method-responses.ts';
import { methodOperations } from './methods.ts';
import { modelOperations } from './models.ts';
import { requestValidatorOperations } from './request-validators.ts';
import { resourceOperations } from './resources.ts';
import { restApiOperations } from './rest-apis.ts';
import { stageOperations } from './stages.ts';
import { tagOperations } from './tags.ts';
import { usageOperations } from './usage.ts';
import { usagePlanKeyOperations } from './usage-plan-keys.ts';
import { usagePlanOperations } from './usage-plans.ts';

/** The control plane of API Gateway REST APIs. */
export const apigateway: Service = {
  signingName: 'apigateway',
  operations: [
    ...restApiOperations,
    ...importOperations,
    ...resourceOperations,
    ...methodOperations,
    ...testInvokeOperations,
    ...methodResponseOperations,
    ...integrationOperations,
    ...integrationResponseOperations,
    ...modelOperations,
    ...requestValidatorOperations,
    ...authorizerOperations,
    ...gatewayResponseOperations,
    ...deploymentOperations,
    ...stageOperations,
    ...exportOperations,
    ...apiKeyOperations,
    ...usagePlanOperations,
    ...usagePlanKeyOperations,
    ...usageOperations,
    ...domainNameOperations,
    ...basePathMappingOperations,
    ...accountOperations,
    ...tagOperations,
  ],
};
