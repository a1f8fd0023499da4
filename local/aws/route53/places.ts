/** Where a client of DNS is. */
export interface Client {
  /** The region that it is in, or the nearest one. */
  readonly region: string;
  /** `DE` */
  readonly country: string;
  /** `EU`, of the country. */
  readonly continent: string;
  /** `CA`, of the United States. */
  readonly subdivision?: string;
}

/** Degrees of latitude and longitude of the city that AWS names, and its country. */
type Place = readonly [latitude: number, longitude: number, country: string];

const regions: Readonly<Record<string, Place>> = {
  'af-south-1': [-33.9, 18.4, 'ZA'],
  'ap-east-1': [22.3, 114.2, 'HK'],
  'ap-northeast-1': [35.7, 139.7, 'JP'],
  'ap-northeast-2': [37.6, 127, 'KR'],
  'ap-northeast-3': [34.7, 135.5, 'JP'],
  'ap-south-1': [19.1, 72.9, 'IN'],
  'ap-south-2': [17.4, 78.5, 'IN'],
  'ap-southeast-1': [1.3, 103.8, 'SG'],
  'ap-southeast-2': [-33.9, 151.2, 'AU'],
  'ap-southeast-3': [-6.2, 106.8, 'ID'],
  'ap-southeast-4': [-37.8, 145, 'AU'],
  'ca-central-1': [45.5, -73.6, 'CA'],
  'ca-west-1': [51, -114.1, 'CA'],
  'eu-central-1': [50.1, 8.7, 'DE'],
  'eu-central-2': [47.4, 8.5, 'CH'],
  'eu-north-1': [59.3, 18.1, 'SE'],
  'eu-south-1': [45.5, 9.2, 'IT'],
  'eu-south-2': [41.6, -0.9, 'ES'],
  'eu-west-1': [53.3, -6.3, 'IE'],
  'eu-west-2': [51.5, -0.1, 'GB'],
  'eu-west-3': [48.9, 2.4, 'FR'],
  'il-central-1': [32.1, 34.8, 'IL'],
  'me-central-1': [24.5, 54.4, 'AE'],
  'me-south-1': [26.1, 50.6, 'BH'],
  'sa-east-1': [-23.6, -46.6, 'BR'],
  'us-east-1': [38.9, -77.4, 'US'],
  'us-east-2': [40, -83, 'US'],
  'us-west-1': [37.4, -121.9, 'US'],
  'us-west-2': [45.8, -119.7, 'US'],
};

/** Countries by continent, as ISO 3166 and Route 53 have them. */
const continents: Readonly<Record<string, string>> = {
  AF: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  AN: 'AQ',
  AS: 'AE AF AM AZ BD BH BN BT CC CN CX GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE',
  EU: 'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK',
  NA: 'AG AI AW BB BL BM BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  OC: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
};

/**
 * Where a client is that is in a region's city, or in a country that it says.
 *
 * @returns undefined for a region or a country that is not known
 */
export function clientIn(
  region: string,
  given: { readonly country?: string; readonly subdivision?: string } = {},
): Client | undefined {
  const country = given.country ?? regions[region]?.[2] ?? '';
  const [continent] =
    Object.entries(continents).find(([, codes]) => codes.split(' ').includes(country)) ?? [];
  return regions[region] === undefined || continent === undefined
    ? undefined
    : { ...given, region, country, continent };
}

const earthKm = 6371;

/**
 * How far regions are apart, which stands for latency: by the great circle between their cities.
 *
 * @returns kilometres; 0 of a region to itself, `Infinity` where one is not known
 */
export function distance(from: string, to: string): number {
  const [one, other] = [regions[from], regions[to]];
  if (from === to || one === undefined || other === undefined) {
    return from === to ? 0 : Infinity;
  }
  const [[latitude, longitude], [latitude2, longitude2]] = [one, other];
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(latitude2 - latitude) +
    Math.cos(radians(latitude)) * Math.cos(radians(latitude2)) * half(longitude2 - longitude);
  return 2 * earthKm * Math.asin(Math.sqrt(chord));
}
