import { Fragment } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useServices } from '../../app/services.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { LayoutNode, Tab } from '../../state/layout-tree.ts';
import { forgetPaneFailure, Pane } from './pane.tsx';
import { PaneCrashed } from './pane-crashed.tsx';

export interface LayoutNodeViewProps {
  readonly node: LayoutNode;
  readonly tab: Tab;
  /** Its tab is the one on show. */
  readonly shown: boolean;
  /** The only pane of its tab. */
  readonly alone: boolean;
}

// About 20 columns and 5 rows at the normal font: less shows nothing of use.
const LEAST_WIDTH = 160;
const LEAST_HEIGHT = 96;

/** A pane, or nodes with separators between them that can be dragged or moved with the arrow keys. */
export default function LayoutNodeView({ node, tab, shown, alone }: LayoutNodeViewProps) {
  const t = useText();
  const services = useServices();
  const { layout } = services;
  if (node.kind === 'pane') {
    return (
      <ErrorBoundary
        key={node.id}
        fallback={(failure, again) => (
          <PaneCrashed
            pane={node}
            failure={failure}
            onAgain={() => {
              forgetPaneFailure();
              services.terminals.forgetFailure();
              again();
            }}
          />
        )}
      >
        <Pane pane={node} focused={tab.focused === node.id} shown={shown} alone={alone} />
      </ErrorBoundary>
    );
  }
  const row = node.axis === 'row';
  return (
    <Group
      // Its sizes count only for the children it has: others make another group.
      key={node.children.map((child) => child.id).join()}
      orientation={row ? 'horizontal' : 'vertical'}
      defaultLayout={Object.fromEntries(node.children.map((child, i) => [child.id, node.sizes[i] ?? 0]))}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        if (isUserInteraction)
          layout.getState().resize(
            node.id,
            node.children.map((child) => sizes[child.id] ?? 0),
          );
      }}
      className="h-full"
    >
      {node.children.map((child, i) => (
        <Fragment key={child.id}>
          {i === 0 ? null : (
            <Separator
              aria-label={t('window.pane.resize')}
              className={`bg-line motion-safe:transition-colors hover:bg-accent data-[separator=active]:bg-accent ${row ? 'w-px' : 'h-px'}`}
            />
          )}
          <Panel id={child.id} minSize={row ? LEAST_WIDTH : LEAST_HEIGHT}>
            <LayoutNodeView node={child} tab={tab} shown={shown} alone={false} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}
