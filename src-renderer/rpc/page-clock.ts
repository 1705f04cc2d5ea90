/** Milliseconds since the epoch as this page counts them: setting the machine's clock does not move it. */
export function pageNow(): number {
  return performance.timeOrigin + performance.now();
}

/** What `at`, by `pageNow`, is on the machine's clock as it is set now; to the second, so that it is the same at every call. */
export function onWallClock(at: number): number {
  return Math.round((Date.now() - (pageNow() - at)) / 1000) * 1000;
}
