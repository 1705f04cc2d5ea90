/** Parts that are fetched ahead, once; those of which one failed to come are fetched again when they are asked for again. */
class Ahead {
  private readonly fetchAll: () => Promise<unknown>;
  private begun = false;

  constructor(fetchAll: () => Promise<unknown>) {
    this.fetchAll = fetchAll;
  }

  fetch(): void {
    if (this.begun) return;
    this.begun = true;
    this.fetchAll().catch(() => {
      this.begun = false;
    });
  }
}

const panes = new Ahead(() =>
  Promise.all([import('../features/stage/layout-node-view.tsx'), import('../features/stage/terminal-pane.tsx')]),
);

const OTHERS: readonly (() => Promise<unknown>)[] = [
  () => import('../features/inspector/about-session.tsx'),
  () => import('../features/palette/palette.tsx'),
  () => import('../features/stage/find-bar.tsx'),
  () => import('../features/sessions/new-session-dialog.tsx'),
  () => import('../features/sessions/session-dialogs.tsx'),
  () => import('../features/settings/settings-page.tsx'),
  () => import('../features/audit/audit-page.tsx'),
  () => import('../features/logs/logs-page.tsx'),
  () => import('../features/settings/about-dialog.tsx'),
  () => import('../features/welcome/welcome-page.tsx'),
  () => import('./engine-notice.ts'),
  () => import('@xterm/addon-serialize'),
];

const others = new Ahead(async () => {
  // One after the other: what takes its time must not keep a terminal waiting that is just being opened.
  for (const fetch of OTHERS) {
    await idle();
    await fetch();
  }
});

/**
 * Fetches what a terminal is shown with, right after the first paint: until the engine has answered there is nothing better to do, and
 * what somebody opened a window for is a terminal.
 * @param terminals the window's own
 */
export function preloadTerminals(terminals: { fetch(): void }): void {
  // A frame's callback runs before it is painted; a task after it does not.
  requestAnimationFrame(() =>
    setTimeout(() => {
      panes.fetch();
      terminals.fetch();
    }),
  );
}

/**
 * Fetches the other parts that the first paint did without, once there is nothing better to do. An engine that goes away later
 * takes no dialog with it that was not opened yet.
 */
export function preloadParts(): void {
  panes.fetch();
  others.fetch();
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve());
    else setTimeout(resolve, 1_000);
  });
}
