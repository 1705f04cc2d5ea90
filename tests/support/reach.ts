import { expect, type Page } from '@playwright/test';

/**
 * Expects that nothing is cut and everything can be got at on the page as it is now. A text may be shortened where hovering tells the
 * whole of it. `what` names the place in a failure.
 */
export async function isWithinReach(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => {
    // A pixel of rounding.
    const SLACK = 1.5;
    const problems: string[] = [];
    const clips = (value: string) => value === 'hidden' || value === 'clip';

    /** The sides on which a box is cut off by what it is in; what can be scrolled to is not cut. */
    const cutBy = (rect: DOMRect, from: Element): string | null => {
      let [x, y] = [true, true];
      for (let element: Element | null = from; element !== null; element = element.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (x && clips(overflowX) && (rect.right > box.right + SLACK || rect.left < box.left - SLACK)) return `${element.tagName} (x)`;
        if (y && clips(overflowY) && (rect.bottom > box.bottom + SLACK || rect.top < box.top - SLACK)) return `${element.tagName} (y)`;
        if (!clips(overflowX) && overflowX !== 'visible') x = false;
        if (!clips(overflowY) && overflowY !== 'visible') y = false;
        if (position === 'fixed') break;
      }
      if (x && (rect.right > innerWidth + SLACK || rect.left < -SLACK)) return 'window (x)';
      if (y && (rect.bottom > innerHeight + SLACK || rect.top < -SLACK)) return 'window (y)';
      return null;
    };
    const shown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('.xterm, .sr-only, option, [inert], [aria-hidden="true"], [data-aria-hidden="true"]') === null;

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const said = node.nodeValue?.trim() ?? '';
      // What is a pixel wide is for screen readers alone.
      if (parent === null || said === '' || !shown(parent) || parent.clientWidth === 1 || parent.offsetWidth === 1) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const by = rect.width === 0 ? null : cutBy(rect, parent);
        if (by === null) continue;
        if (!(parent.closest('[title]')?.getAttribute('title') ?? '').includes(said)) problems.push(`cut by ${by}: ${said}`);
        break;
      }
    }

    for (const element of document.querySelectorAll('*')) {
      if (!shown(element)) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls = (value: string, more: number) => (value === 'auto' || value === 'scroll') && more > SLACK;
      const sideways = scrolls(overflowX, element.scrollWidth - element.clientWidth);
      if (sideways && scrolls(overflowY, element.scrollHeight - element.clientHeight)) {
        problems.push(`scrolls in two directions: ${element.outerHTML.slice(0, 120)}`);
      }
    }
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollHeight > clientHeight) problems.push(`the page is ${scrollHeight - clientHeight} px too high`);
    if (scrollWidth > clientWidth) problems.push(`the page is ${scrollWidth - clientWidth} px too wide`);

    const modal = document.querySelector('[role="dialog"], [role="menu"]') ?? document;
    for (const element of modal.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, [role="tab"], [role^="menuitem"]',
    )) {
      if (!shown(element) || element.matches(':disabled')) continue;
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      const named = element.getAttribute('aria-label') ?? element.textContent;
      if (there === null || !(element.contains(there) || there.contains(element) || there.closest('label') !== null)) {
        problems.push(
          `not to be reached: ${element.tagName} ${named}, under ${there === null ? 'nothing' : `${there.tagName} ${there.textContent}`}`,
        );
      }
    }
    return problems;
  });
  expect.soft([...new Set(found)], what).toEqual([]);
}

/** Expects that the keyboard's focus is somewhere: keys that are pressed with it on the body are lost. */
export async function hasFocus(page: Page, what: string): Promise<void> {
  await expect.soft(page.locator('body'), `the focus is lost ${what}`).not.toBeFocused({ timeout: 5_000 });
}

/** Expects that nothing on the page fades or slides: the person asked for reduced motion. */
export async function isStill(page: Page, what: string): Promise<void> {
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      const lasts = (duration: string) => duration.split(',').some((one) => Number.parseFloat(one) > (one.includes('ms') ? 10 : 0.01));
      const moves = lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
      // A terminal's cursor blinks as its own setting says.
      return moves && element.closest('.xterm') === null ? [element.outerHTML.slice(0, 120)] : [];
    }),
  );
  expect.soft(moving, `moves on ${what}`).toEqual([]);
}
