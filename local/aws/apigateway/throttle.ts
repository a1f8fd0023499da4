/** The account's limits in a region: what a method setting without limits of its own shows. */
export const accountThrottle = {
  /** Requests. */
  burstLimit: 5000,
  /** Requests per second. */
  rateLimit: 10_000,
};
