/** Throws an Error that lists every file of the first paint when together they weigh too much. `folder` holds `index.html`. */
export function checkFirstPaint(folder: string): void;
