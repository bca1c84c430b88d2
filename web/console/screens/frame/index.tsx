import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { useKeys } from '../../../kit/use-keys.ts'
import { useActionKeys } from '../../actions/use-actions.ts'
import { startOutbox } from '../../store/outbox.ts'
import { startStream } from '../../store/stream.ts'
import { folds, useSurface } from '../../store/ui.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionLine } from './connection-line.tsx'
import style from './frame.module.css'
import { Rail, RailDialog } from './rail.tsx'
import { phoneQuery, useMedia, wideRailQuery } from './use-media.ts'
import { useMyLook } from './use-my-look.ts'
import { useTitle } from './use-title.ts'

const loadPalette = () => import('./palette.tsx')
const FramePalette = lazy(loadPalette)
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'))
// Not needed to begin with, but Ctrl K must open within a blink.
setTimeout(() => void loadPalette(), 1_500)

/** What stands around every screen of a signed-in agent: rail, connection, palette, keys. It starts the live stream and the outbox. */
export default function Frame({ children }: { children: ReactNode }) {
  const isPhone = useMedia(phoneQuery)
  const isWide = useMedia(wideRailQuery)
  const { rail: isFolded } = folds.use()
  const { open: isFinding } = useSurface('palette')
  const { open: isShowingKeys } = useSurface('keys')
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
      <Suspense>
        {isFinding && <FramePalette />}
        {isShowingKeys && <ShortcutSheet />}
      </Suspense>
    </div>
  )
}
