import { z } from 'zod';

import type { Regions } from './regions.ts';
import { clientIn } from './route53/places.ts';
import { resolve } from './route53/resolve.ts';
import { regionOfTarget } from './route53/target.ts';
import { recordView } from './route53/views.ts';

const asked = z.strictObject({
  name: z.string().min(1),
  type: z.string().default('A'),
  from: z.string(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  subdivision: z.string().optional(),
  draw: z.coerce.number().min(0).lt(1).optional(),
});

/** An answer with a status, as JSON. */
interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * What a client in a region, or in a country that it names, would get from DNS for a name: the record sets that it is
 * led along, the region whose domain they end at, and the health of all that could be chosen, as of now.
 *
 * @param rawQuery `name=api.example.com&type=A&from=us-east-1&country=DE&draw=0.5`
 */
export async function answerResolve(regions: Regions, rawQuery: string): Promise<Answer> {
  const parsed = asked.safeParse(Object.fromEntries(new URLSearchParams(rawQuery)));
  if (!parsed.success) {
    return { status: 400, body: { message: z.prettifyError(parsed.error) } };
  }
  const { name, type, from: region, country, subdivision, draw = Math.random() } = parsed.data;
  const from = clientIn(region, {
    ...(country && { country }),
    ...(subdivision && { subdivision }),
  });
  if (from === undefined) {
    return { status: 400, body: { message: `${region} or ${country ?? ''} is not known` } };
  }
  const found = await resolve(
    regions.all(),
    { name, type, from, draw },
    async (place, id) => (await place.health.observe(place, id)).isHealthy,
  );
  if (found === undefined) {
    return { status: 404, body: { message: `No record of ${name} answers` } };
  }
  const { zone, chain, candidates } = found;
  return {
    status: 200,
    body: {
      zone: zone.id,
      records: chain.map(recordView),
      region: regionOfTarget(regions.all(), found)?.region,
      candidates: candidates.map(({ record, isHealthy }) => ({
        setIdentifier: record.setIdentifier,
        isHealthy,
      })),
    },
  };
}
