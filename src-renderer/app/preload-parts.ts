let begun = false;

/**
 * Fetches the parts that the first paint did without, once there is nothing better to do. An engine that goes away later
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
