export type Side = 'top' | 'bottom' | 'left' | 'right'
interface Box {
  left: number
  top: number
  width: number
  height: number
}

const gap = 6
const margin = 8
const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

/** Where a tooltip stands: at the wanted side of its anchor, on the other where it would leave the window, and never over its edge. Pure; pixels. */
export function placeTip(
  anchor: Box,
  tip: Pick<Box, 'width' | 'height'>,
  side: Side,
  windowWidth: number,
  windowHeight: number,
): { left: number; top: number } {
  const fits = (wanted: Side): boolean => {
    const { left, top } = beside(anchor, tip, wanted)
    if (wanted === 'top' || wanted === 'bottom') return top >= margin && top + tip.height <= windowHeight - margin
    return left >= margin && left + tip.width <= windowWidth - margin
  }
  const { left, top } = beside(anchor, tip, !fits(side) && fits(opposite[side]) ? opposite[side] : side)
  const keep = (at: number, size: number, room: number) => Math.round(Math.max(margin, Math.min(at, room - margin - size)))
  return { left: keep(left, tip.width, windowWidth), top: keep(top, tip.height, windowHeight) }
}

function beside(anchor: Box, tip: Pick<Box, 'width' | 'height'>, side: Side): { left: number; top: number } {
  const middle = { left: anchor.left + (anchor.width - tip.width) / 2, top: anchor.top + (anchor.height - tip.height) / 2 }
  if (side === 'top') return { left: middle.left, top: anchor.top - gap - tip.height }
  if (side === 'bottom') return { left: middle.left, top: anchor.top + anchor.height + gap }
  if (side === 'left') return { left: anchor.left - gap - tip.width, top: middle.top }
  return { left: anchor.left + anchor.width + gap, top: middle.top }
}
