import { useState } from 'react';
import { useServices } from '../app/services.ts';

/**
 * For `onCloseAutoFocus` of a dialog or menu that has no trigger, or earlier, as soon as it is out of the page: the caret goes back to where it was when this was opened, or to the
 * stage when that is gone. Radix by itself would leave it nowhere, and every key after that would be lost.
 */
export function useReturnFocus(): (event?: Event) => void {
  const services = useServices();
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event?.preventDefault();
    // A click outside has put it somewhere already.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
    else services.focusStage();
  };
}
