import { z } from 'zod';
import { SessionId } from '#shared/ids.ts';
import { EMPTY_LAYOUT, type Layout, type LayoutNode, panesOf } from './layout-tree.ts';

/** What a window remembers besides its tabs. Widths in CSS pixels. */
export interface ViewState {
  readonly sidebarWidth: number;
  readonly inspectorWidth: number;
  readonly sidebarOpen: boolean;
  readonly inspectorOpen: boolean;
}

export const DEFAULT_VIEW: ViewState = {
  sidebarWidth: 272,
  inspectorWidth: 272,
  sidebarOpen: true,
  inspectorOpen: false,
};

export interface SavedWindow {
  readonly layout: Layout;
  readonly view: ViewState;
}

const SavedPane = z.object({ kind: z.literal('pane'), id: z.string().min(1), session: SessionId.nullable() });
const SavedNode: z.ZodType<LayoutNode> = z.lazy(() =>
  z.union([
    SavedPane,
    z
      .object({
        kind: z.literal('split'),
        id: z.string().min(1),
        axis: z.enum(['row', 'column']),
        children: z.array(SavedNode).min(2).max(16),
        sizes: z.array(z.number().positive().max(100)),
      })
      .refine((split) => split.sizes.length === split.children.length),
  ]),
);
const Saved = z.object({
  v: z.literal(1),
  layout: z.object({
    tabs: z.array(z.object({ id: z.string().min(1), root: SavedNode, focused: z.string() })).max(100),
    active: z.string().nullable(),
  }),
  view: z.object({
    sidebarWidth: z.number().min(160).max(800).catch(DEFAULT_VIEW.sidebarWidth),
    inspectorWidth: z.number().min(160).max(800).catch(DEFAULT_VIEW.inspectorWidth),
    sidebarOpen: z.boolean().catch(true),
    inspectorOpen: z.boolean().catch(false),
  }),
});

/** A window's memory as text for `settings.saveLayout`. */
export function encodeWindow(saved: SavedWindow): string {
  return JSON.stringify({ v: 1, ...saved });
}

/** Reads what encodeWindow wrote. Anything else (other version, damaged, hand-edited) is an empty window, never an error. */
export function decodeWindow(json: string | null): SavedWindow {
  const nothing = { layout: EMPTY_LAYOUT, view: DEFAULT_VIEW };
  if (json === null) return nothing;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return nothing;
  }
  const parsed = Saved.safeParse(value);
  if (!parsed.success) return nothing;
  return { layout: mend(parsed.data.layout), view: parsed.data.view };
}

// A shape can be right and still point nowhere.
function mend(layout: Layout): Layout {
  const seen = new Set<string>();
  const tabs = layout.tabs.flatMap((tab) => {
    const panes = panesOf(tab.root);
    const [first] = panes;
    const sessions = panes.flatMap((pane) => (pane.session === null ? [] : [pane.session]));
    if (first === undefined || sessions.some((session) => seen.has(session)) || new Set(sessions).size !== sessions.length) return [];
    for (const session of sessions) seen.add(session);
    return [panes.some((pane) => pane.id === tab.focused) ? tab : { ...tab, focused: first.id }];
  });
  const active = tabs.some((tab) => tab.id === layout.active) ? layout.active : (tabs[0]?.id ?? null);
  return { tabs, active };
}
