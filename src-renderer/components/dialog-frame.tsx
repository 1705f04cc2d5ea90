import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from './use-return-focus.ts';

export interface DialogFrameProps {
  readonly title: string;
  /** One sentence under the title; also what screen readers tell first. */
  readonly about?: string | undefined;
  /** For what is read rather than filled in. */
  readonly wide?: boolean;
  readonly onClose: () => void;
  /** The caret goes here; without it to the first field. */
  readonly onOpenFocus?: (event: Event) => void;
  /** After closing, the caret goes back to where it was, unless this puts it elsewhere and prevents the default. */
  readonly onCloseFocus?: (event: Event) => void;
  readonly children: ReactNode;
}

/** A dialog in the middle of the window that keeps the focus until it is closed. */
export function DialogFrame({ title, about, wide = false, onClose, onOpenFocus, onCloseFocus, children }: DialogFrameProps) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-30 bg-scrim" />
        <Dialog.Content
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
          {...(onOpenFocus === undefined ? {} : { onOpenAutoFocus: onOpenFocus })}
          onCloseAutoFocus={(event) => {
            onCloseFocus?.(event);
            if (!event.defaultPrevented) returnFocus(event);
          }}
          className={`${wide ? 'w-[min(960px,calc(100%-32px))]' : 'w-[min(480px,calc(100%-32px))]'} appear fixed top-[8%] left-1/2 z-30 flex max-h-[84%] -translate-x-1/2 flex-col overflow-auto scroll-pb-14 rounded border border-line bg-raised p-4 shadow-raised focus:outline-none`}
        >
          <Dialog.Title className="font-semibold text-lg">{title}</Dialog.Title>
          {about === undefined ? null : <Dialog.Description className="mt-1 text-ink-2">{about}</Dialog.Description>}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
