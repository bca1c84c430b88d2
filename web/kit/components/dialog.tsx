import X from 'lucide-react/icons/x'
import * as Radix from 'radix-ui/dialog'
import { type ReactElement, type ReactNode, useState } from 'react'
import { classes } from '../classes.ts'
import { lastFocusOutsidePopups, returnFocus } from '../focus-return.ts'
import { useT } from '../i18n.tsx'
import style from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** A button that opens it, when the dialog keeps its own state. */
  trigger?: ReactElement
  title: string
  /** The title is read aloud but not drawn, and there is no close cross: for the palette. */
  bare?: boolean
  description?: ReactNode
  size?: 'small' | 'medium' | 'large'
  /** Buttons, the primary one last. */
  footer?: ReactNode
  /** Not closable by Escape or a click outside, while work is under way. */
  locked?: boolean
  children?: ReactNode
}

/**
 * A modal dialog: focus kept inside and given back, Escape closes. A full sheet on phones.
 * The scrim is ours and not Radix.Overlay, which injects a style element to lock scrolling; the app frame does not scroll, so no lock is needed.
 */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  bare = false,
  description,
  size = 'small',
  footer,
  locked = false,
  children,
}: DialogProps) {
  const t = useT()
  const [before, setBefore] = useState<HTMLElement | null>(null)
  if (open && !before) setBefore(lastFocusOutsidePopups() ?? document.body)
  const refuse = (event: Event) => locked && event.preventDefault()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <div className={classes(style.scrim, bare && style.high)}>
          <Radix.Content
            data-modal-dialog=""
            className={classes(style.dialog, style[size])}
            {...(description ? {} : { 'aria-describedby': undefined })}
            onCloseAutoFocus={(event) => {
              if (trigger) return
              event.preventDefault()
              returnFocus(before)
              setBefore(null)
            }}
            onEscapeKeyDown={refuse}
            onPointerDownOutside={refuse}
          >
            <header className={bare ? style.bare : style.header}>
              <Radix.Title className={style.title}>{title}</Radix.Title>
            </header>
            <div className={bare ? style.bareBody : style.body}>
              {description && <Radix.Description className={style.description}>{description}</Radix.Description>}
              {children}
            </div>
            {footer && <footer className={style.footer}>{footer}</footer>}
            {/* Last in the order of Tab, so that focus starts at the first field. */}
            {!bare && (
              <Radix.Close asChild>
                <IconButton icon={X} label={t('kit.close')} size="compact" className={style.close} disabled={locked} />
              </Radix.Close>
            )}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}
