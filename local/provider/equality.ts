import { isDeepStrictEqual } from 'node:util';
import { Archive, Asset, isObject, unknownValue } from './properties.ts';

/** Says whether the value in state and the value asked for mean the same to AWS. */
export type Equivalence = (inState: unknown, asked: unknown) => boolean;

/** Whether a value says nothing: absent, empty, `false` or zero. AWS does not tell these from absence. */
export function isEmpty(value: unknown): boolean {
  if (value === '' || value === false || value === 0) {
    return true;
  }
  return isHollow(value);
}

function isHollow(value: unknown): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return isObject(value) && Object.values(value).every(isHollow);
}

/** Equal at any depth. Assets and archives by hash; unknown values are never equal to anything. */
export const isSame: Equivalence = (inState, asked) => {
  if (asked === unknownValue || inState === unknownValue) {
    return false;
  }
  if (isEmpty(inState) && isEmpty(asked)) {
    return true;
  }
  if (isHashed(inState) && isHashed(asked)) {
    return inState.hash === asked.hash && asked.hash !== '';
  }
  if (Array.isArray(inState) && Array.isArray(asked)) {
    return inState.length === asked.length && inState.every((item, at) => isSame(item, asked[at]));
  }
  if (isObject(inState) && isObject(asked)) {
    return [...new Set([...Object.keys(inState), ...Object.keys(asked)])].every((name) =>
      isObject(asked[name]) || isObject(inState[name])
        ? isSame(inState[name], asked[name])
        : isSameMember(inState[name], asked[name]),
    );
  }
  return inState === asked;
};

/** As `isSame`, but members that were not asked for are AWS's to choose. */
export const isIncluded: Equivalence = (inState, asked) => {
  if (!isObject(inState) || !isObject(asked)) {
    return isSame(inState, asked);
  }
  return Object.entries(asked).every(([name, value]) => isIncluded(inState[name], value));
};

/** As `isSame`, for documents in JSON: white space, and the order of members, do not count. */
export const isSameJson: Equivalence = (inState, asked) => {
  if (typeof inState !== 'string' || typeof asked !== 'string') {
    return isSame(inState, asked);
  }
  try {
    return isDeepStrictEqual(JSON.parse(inState), JSON.parse(asked));
  } catch {
    return inState === asked;
  }
};

/** As `isSame`, for functions, which can be named by name or by ARN. */
export const isSameFunction: Equivalence = (inState, asked) =>
  isSame(functionNameOf(inState), functionNameOf(asked));

function functionNameOf(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('arn:') ? value.split(':')[6] : value;
}

/** As `isSame`, for members of a map: an empty variable is something else than none. */
export const isSameMember: Equivalence = (inState, asked) => {
  if ((inState === undefined || asked === undefined) && (inState === '' || asked === '')) {
    return false;
  }
  return isSame(inState, asked);
};

function isHashed(value: unknown): value is Asset | Archive {
  return value instanceof Asset || value instanceof Archive;
}
