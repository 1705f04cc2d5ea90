import { useRef, useState } from 'react';
import { useServices } from '../app/services.ts';

/**
 * For `onCloseAutoFocus` of a dialog or menu that has no trigger, or earlier, as soon as it is out of the page: the caret goes back to where it was when this was opened, or to the
 * place that is shown when that is gone. Radix by itself would leave it nowhere, and every key after that would be lost. Only the first call does something: Radix calls a
 * moment after what was chosen has been carried out, and the place that it led to may wait for its code and have no caret yet.
 */
export function useReturnFocus(): (event?: Event) => void {
  const services = useServices();
  const [before] = useState(() => document.activeElement);
  const done = useRef(false);
  return (event) => {
    event?.preventDefault();
    if (done.current) return;
    done.current = true;
    // A click outside has put it somewhere already.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
    else services.focusPlace();
  };
}
