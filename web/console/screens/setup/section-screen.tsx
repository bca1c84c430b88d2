import type { ReactNode } from 'react'
import { useT } from '../../../kit/i18n.tsx'
import { Screen } from '../pieces/screen.tsx'

/** The first page of a section; on a phone it leads back to the list of sections. */
export function SectionScreen({ title, intro, actions, children }: { title: string; intro?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const t = useT()
  return (
    <Screen title={title} intro={intro} actions={actions} back={{ to: '/setup', label: t('setup.title'), isPhoneOnly: true }}>
      {children}
    </Screen>
  )
}
