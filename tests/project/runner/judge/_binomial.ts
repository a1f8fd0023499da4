/** The chance of at most so many hits in so many tries, each of which hits with the chance `share`. */
export function chanceOfAtMost(hits: number, tries: number, share: number): number {
  let logarithm = tries * Math.log1p(-share);
  let sum = 0;
  for (let count = 0; count <= hits; count += 1) {
    sum += Math.exp(logarithm);
    logarithm += Math.log((tries - count) / (count + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return Math.min(1, sum);
}
