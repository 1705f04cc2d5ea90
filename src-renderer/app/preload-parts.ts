/** Parts that are fetched ahead, once; those of which one failed to come are fetched again when they are asked for again. */
class Ahead {
  private readonly parts: () => readonly Promise<unknown>[];
  private begun = false;

  constructor(parts: () => readonly Promise<unknown>[]) {
    this.parts = parts;
  }

  fetch(): void {
    if (this.begun) return;
    this.begun = true;
    Promise.all(this.parts()).catch(() => {
      this.begun = false;
    });
  }
}

const terminals = new Ahead(() => [
  import('../features/stage/layout-node-view.tsx'),
  import('../features/stage/terminal-pane.tsx'),
  import('../terminal/terminal-pool.ts'),
]);

const others = new Ahead(() => [
  import('../features/stage/find-bar.tsx'),
  import('../features/palette/palette.tsx'),
  import('../features/audit/audit-page.tsx'),
  import('../features/logs/logs-page.tsx'),
  import('../features/settings/settings-page.tsx'),
  import('../features/settings/about-dialog.tsx'),
  import('../features/welcome/welcome-page.tsx'),
  import('../features/sessions/new-session-dialog.tsx'),
  import('../features/sessions/session-dialogs.tsx'),
  import('@xterm/addon-serialize'),
]);

/**
 * Fetches what a terminal is shown with, right after the first paint: until the engine has answered there is nothing better to do, and
 * what somebody opened a window for is a terminal.
 */
export function preloadTerminals(): void {
  // A frame's callback runs before it is painted; a task after it does not.
  requestAnimationFrame(() => setTimeout(() => terminals.fetch()));
}

/**
 * Fetches the other parts that the first paint did without, once there is nothing better to do. An engine that goes away later
 * takes no dialog with it that was not opened yet.
 */
export function preloadParts(): void {
  const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback : (run: () => void) => setTimeout(run, 1_000);
  idle(() => {
    terminals.fetch();
    others.fetch();
  });
}
