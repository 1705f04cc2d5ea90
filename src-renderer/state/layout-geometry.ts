import type { Zone } from './layout-move.ts';
import type { LayoutNode } from './layout-tree.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

interface Box {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Each pane's rectangle in a square of side 100. */
function boxes(node: LayoutNode, left = 0, top = 0, right = 100, bottom = 100): readonly Box[] {
  if (node.kind === 'pane') return [{ id: node.id, left, top, right, bottom }];
  let at = node.axis === 'row' ? left : top;
  const room = node.axis === 'row' ? right - left : bottom - top;
  return node.children.flatMap((child, i) => {
    const start = at;
    at += (room * (node.sizes[i] ?? 0)) / 100;
    return node.axis === 'row' ? boxes(child, start, top, at, bottom) : boxes(child, left, start, right, at);
  });
}

const overlap = (a1: number, a2: number, b1: number, b2: number) => Math.min(a2, b2) - Math.max(a1, b1);

/** The pane next to `paneId` in a direction: of those that touch it there, the one with the longest common edge. Null at the rim. */
export function neighbour(root: LayoutNode, paneId: string, direction: Direction): string | null {
  const all = boxes(root);
  const from = all.find((box) => box.id === paneId);
  if (from === undefined) return null;
  // Sizes are floats that went through JSON.
  const near = (a: number, b: number) => Math.abs(a - b) < 0.01;
  let best: { id: string; edge: number } | null = null;
  for (const box of all) {
    const touches =
      direction === 'left'
        ? near(box.right, from.left)
        : direction === 'right'
          ? near(box.left, from.right)
          : direction === 'up'
            ? near(box.bottom, from.top)
            : near(box.top, from.bottom);
    const edge =
      direction === 'left' || direction === 'right'
        ? overlap(box.top, box.bottom, from.top, from.bottom)
        : overlap(box.left, box.right, from.left, from.right);
    if (touches && edge > 0.01 && (best === null || edge > best.edge)) best = { id: box.id, edge };
  }
  return best?.id ?? null;
}

// The outer part of a pane that means its edge; what is left in the middle means the pane itself.
const EDGE = 0.3;

/** Which zone of a rectangle a point is in; all in the same unit. */
export function zoneAt(rect: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>, x: number, y: number): Zone {
  const across = (x - rect.left) / rect.width;
  const down = (y - rect.top) / rect.height;
  const edges = [
    ['left', across],
    ['right', 1 - across],
    ['top', down],
    ['bottom', 1 - down],
  ] as const;
  const [nearest, distance] = edges.reduce((best, edge) => (edge[1] < best[1] ? edge : best));
  return distance < EDGE ? nearest : 'middle';
}
