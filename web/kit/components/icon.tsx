import type { LucideIcon } from 'lucide-react'

export type { LucideIcon }

/** A Lucide glyph at 16 or 20 px. Always beside a word or inside a named control, so it is hidden from assistive technology. */
export function Icon({ icon: Glyph, size = 16, className }: { icon: LucideIcon; size?: 16 | 20; className?: string }) {
  return <Glyph size={size} strokeWidth={1.75} aria-hidden="true" focusable="false" className={className} />
}
