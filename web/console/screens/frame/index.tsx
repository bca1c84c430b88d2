import { useEffect, type ReactNode } from 'react'
import { useKeys } from '../../../kit/use-keys.ts'
import { useActionKeys } from '../../actions/use-actions.ts'
import { startOutbox } from '../../store/outbox.ts'
import { startStream } from '../../store/stream.ts'
import { folds } from '../../store/ui.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionLine } from './connection-line.tsx'
import style from './frame.module.css'
import { FramePalette } from './palette.tsx'
import { Rail, RailDialog } from './rail.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { phoneQuery, useMedia, wideRailQuery } from './use-media.ts'
import { useMyLook } from './use-my-look.ts'
import { useTitle } from './use-title.ts'

/** What stands around every screen of a signed-in agent: rail, connection, palette, keys. It starts the live stream and the outbox. */
export default function Frame({ children }: { children: ReactNode }) {
  const isPhone = useMedia(phoneQuery)
  const isWide = useMedia(wideRailQuery)
  const { rail: isFolded } = folds.use()
  useKeys(useActionKeys())
  useTitle()
  useMyLook()
  useEffect(() => {
    const stop = startStream()
    void startOutbox()
    return stop
  }, [])
  return (
    <div className={style.frame} data-can-fold={isWide ? 'rail' : undefined}>
      {!isPhone && <Rail narrow={!isWide || isFolded} />}
      <div className={style.work}>
        <ConnectionLine />
        <div className={style.screen}>{children}</div>
        {isPhone && <BottomBar />}
      </div>
      <RailDialog />
      <FramePalette />
      <ShortcutSheet />
    </div>
  )
}
