const FOCUSABLE = 'button, a[href], input, select, textarea, [tabindex]';

/**
 * Keeps the keyboard's focus somewhere: when what has it goes away (a row is deleted, a button has done its work), what stood next
 * in the page gets it, and a row that is put elsewhere keeps it. Browsers would drop it on the body, where every key after that is
 * lost. Only a change of what the focus is in is looked at, so nothing runs while a terminal draws. Returns how to stop.
 * @param elsewhere gives the focus away when nothing that stood near is left
 */
export function keepFocus(elsewhere: () => void): () => void {
  let holder: HTMLElement | null = null;
  let near: readonly HTMLElement[] = [];
  let pressed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const look = () => {
    timer = null;
    if (holder === null || !isNowhere(document.activeElement)) return;
    const next = [holder, ...near].find(canHold);
    if (next === undefined) elsewhere();
    else next.focus({ preventScroll: true });
  };
  // In a task of its own: dialogs and menus that close give it back by themselves first.
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(look, 0);
  });
  const release = () => {
    observer.disconnect();
    holder = null;
    near = [];
  };
  const focused = ({ target }: FocusEvent) => {
    release();
    if (!(target instanceof HTMLElement)) return;
    holder = target;
    near = neighboursOf(target);
    for (let parent = target.parentElement; parent !== null; parent = parent.parentElement) observer.observe(parent, { childList: true });
  };
  // A click beside everything takes the focus away on purpose.
  const left = ({ relatedTarget }: FocusEvent) => {
    if (pressed && relatedTarget === null) release();
  };
  const press = ({ type }: Event) => {
    pressed = type === 'pointerdown';
  };
  const presses = ['pointerdown', 'pointerup', 'pointercancel'] as const;
  document.addEventListener('focusin', focused);
  document.addEventListener('focusout', left);
  for (const type of presses) document.addEventListener(type, press, true);
  return () => {
    release();
    if (timer !== null) clearTimeout(timer);
    document.removeEventListener('focusin', focused);
    document.removeEventListener('focusout', left);
    for (const type of presses) document.removeEventListener(type, press, true);
  };
}

/** What can have the focus besides an element: what follows it in the page, then what stands before it, the nearest first. */
function neighboursOf(element: HTMLElement): readonly HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const at = all.indexOf(element);
  return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0)).reverse()];
}

function canHold(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true });
}

function isNowhere(element: Element | null): boolean {
  return element === null || element === document.body;
}
