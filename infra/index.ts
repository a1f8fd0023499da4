import * as pulumi from '@pulumi/pulumi';
import { verifyProviderEndpoint } from '../stack/endpoint.ts';
import { program } from './program.ts';

/**
 * What `pulumi up` runs; the runner runs the same program in its own process, and leads the provider to
 * the endpoint of the settings, which here only the environment can.
 *
 * @throws {SettingsError} when the provider would be elsewhere.
 */
export default () => {
  verifyProviderEndpoint(process.env, new pulumi.Config().get('endpoint'));
  return program();
};
