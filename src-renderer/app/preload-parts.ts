let begun = false;

/**
 * Fetches what a terminal is shown with, right after the first paint: until the engine has answered there is nothing better to do, and what
 * somebody opened a window for is a terminal. Whoever needs a part that failed to come asks for it again.
 */
export function preloadTerminals(): void {
  // A frame's callback runs before it is painted; a task after it does not.
  requestAnimationFrame(() => {
    setTimeout(() => {
      Promise.all([
        import('../features/stage/layout-node-view.tsx'),
        import('../features/stage/terminal-pane.tsx'),
        import('../terminal/terminal-pool.ts'),
      ]).catch(() => undefined);
    });
  });
}

/**
 * Fetches the other parts that the first paint did without, once there is nothing better to do. An engine that goes away later
 * takes no dialog with it that was not opened yet.
 */
export function preloadParts(): void {
  if (begun) return;
  begun = true;
  const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback : (run: () => void) => setTimeout(run, 1_000);
  idle(() => {
    Promise.all([
      import('../features/stage/layout-node-view.tsx'),
      import('../features/stage/terminal-pane.tsx'),
      import('../terminal/terminal-pool.ts'),
      import('../features/stage/find-bar.tsx'),
      import('../features/palette/palette.tsx'),
      import('../features/settings/settings-page.tsx'),
      import('../features/settings/about-dialog.tsx'),
      import('../features/welcome/welcome-page.tsx'),
      import('../features/sessions/new-session-dialog.tsx'),
      import('../features/sessions/session-dialogs.tsx'),
      import('@xterm/addon-serialize'),
    ]).catch(() => {
      // Asked again after the next connection; until then each part is fetched when it is needed.
      begun = false;
    });
  });
}
