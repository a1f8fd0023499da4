import test from 'ava';
import { rules } from '../../../../infra/policy-pack/rules.ts';
import { startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';
import { resourcesOfProgram } from '../../behaviour/release/_program.ts';
import { useEndpoint } from '../../behaviour/release/_runner-calls.ts';
import { violationsByRule } from './_violations.ts';

test('no resource of the program breaks a rule, and each rule is about some of them', async (t) => {
  const { url } = await startEmbedded(t);
  useEndpoint(t, url);
  const resources = await resourcesOfProgram();
  for (const resource of resources) {
    t.deepEqual(violationsByRule(resource), {}, resource.name);
  }
  for (const rule of rules) {
    t.true(
      resources.some(({ type }) => type === rule.type),
      rule.name,
    );
  }
});
