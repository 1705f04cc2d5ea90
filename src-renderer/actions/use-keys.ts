import { useEffect } from 'react';
import type { AppServices } from '../app/services.ts';
import { ACTIONS } from './actions.ts';
import { KeyDispatch } from './key-dispatch.ts';

/** Whether a key belongs to an input method. 229 is its first one, and in Safari the one that ends it, which do not say so otherwise. */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Listens for the app's keys before anything else in the page does; a terminal never sees them. */
export function useKeys(services: AppServices): void {
  useEffect(() => {
    const dispatch = new KeyDispatch(ACTIONS, services.keys.getState());
    const stopFollowing = services.keys.subscribe((map) => dispatch.setKeys(map));
    const stopLiteral = services.onLiteralKey(() => dispatch.literal());
    // Where the caret was when a dialog was asked for: until it leaves there, the dialog cannot be typed into.
    let caret: Element | null = null;
    const stopDialogs = services.dialogs.subscribe(({ dialog }, before) => {
      if (dialog === null || before.dialog !== null) return;
      caret = document.activeElement === document.body ? null : document.activeElement;
    });
    const keep = (event: KeyboardEvent) => {
      services.typeAhead.take(event);
      event.preventDefault();
      event.stopPropagation();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (services.keyRecorder.active) {
        event.preventDefault();
        event.stopPropagation();
        services.keyRecorder.take(event);
        return;
      }
      if (isComposing(event)) {
        // Enter takes a candidate of the input method, and Escape drops it: no field may do its own with them. A terminal has to hear
        // of them, to know what is being composed.
        if (!(event.target instanceof Element && event.target.closest('.xterm') !== null)) event.stopPropagation();
        return;
      }
      const { dialog } = services.dialogs.getState();
      if (dialog !== null) {
        // In a dialog only its own keys count; before it is drawn and has the caret they are kept for it.
        if (document.querySelector('[role="dialog"]') !== null && document.activeElement !== caret) return;
        const again = dialog.kind === 'palette' && dialog.only === 'sessions' && !event.repeat;
        if (again && dispatch.actionFor(event)?.id === 'session.switch') services.typeAhead.enter();
        keep(event);
        return;
      }
      const terminal = services.focusedTerminal();
      const find = terminal?.store.getState().find;
      if (find?.open === true && !find.drawn) {
        if (event.key === 'Escape') terminal?.closeFind();
        keep(event);
        return;
      }
      const action = dispatch.actionFor(event);
      if (action === null) return;
      const sensible = action.when?.(services) !== false;
      if (!sensible && action.elseBrowser === true) return;
      if (action.letThrough === true) {
        // The browser makes a paste event of it, if the caret is in a place for text.
        event.stopPropagation();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      if (sensible) action.run(services);
    };
    window.addEventListener('keydown', onKeyDown, true);
    const stopActing = services.onAct((id) => {
      const action = ACTIONS.find((one) => one.id === id);
      // In a dialog only its own keys count, and a menu's are no others.
      if (action === undefined || services.dialogs.getState().dialog !== null || action.when?.(services) === false) return;
      action.run(services);
    });
    return () => {
      stopFollowing();
      stopLiteral();
      stopDialogs();
      stopActing();
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [services]);
}
