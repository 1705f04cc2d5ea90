import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { type Action, actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { ActionKey } from '../../components/key-caps.tsx';
import { MENU_CONTENT, MENU_ITEM, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';
import type { TerminalController } from '../../terminal/terminal-controller.ts';

const COPY = actionOf('terminal.copy');
const REST: readonly (readonly Action[])[] = [
  [actionOf('terminal.paste'), actionOf('terminal.find'), actionOf('terminal.clear')],
  [actionOf('pane.split-right'), actionOf('pane.split-down'), actionOf('pane.close')],
];

/** The context menu of a terminal. */
export function TerminalMenu({ controller, children }: { readonly controller: TerminalController; readonly children: ReactNode }) {
  const t = useText();
  const services = useServices();
  const item = (action: Action, disabled = false) => (
    <ContextMenu.Item key={action.id} className={MENU_ITEM} disabled={disabled} onSelect={() => action.run(services)}>
      <span className="flex-1">{t(action.title)}</span>
      <ActionKey action={action} />
    </ContextMenu.Item>
  );
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={() => controller.focus()}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Content
        className={MENU_CONTENT}
        onCloseAutoFocus={(event) => {
          // What was chosen may have put the caret somewhere (find); only a plain close gives it back.
          if (document.activeElement !== document.body) event.preventDefault();
        }}
      >
        {item(COPY, !controller.terminal.hasSelection())}
        {REST.map((group) => [
          ...(group === REST[0] ? [] : [<ContextMenu.Separator key={`before-${group[0]?.id}`} className={MENU_SEPARATOR} />]),
          ...group.map((action) => item(action)),
        ])}
      </ContextMenu.Content>
    </ContextMenu.Root>
  );
}
