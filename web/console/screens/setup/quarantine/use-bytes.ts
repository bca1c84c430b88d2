import { useWording } from '../../../../kit/i18n.tsx'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Sizes as people read them: 12 kB. */
export function useBytes(): (count: number) => string {
  const intl = useWording()
  return (count) => {
    const step = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3))
    return intl.formatNumber(count / 1000 ** step, {
      style: 'unit',
      unit: units[step],
      unitDisplay: 'short',
      maximumFractionDigits: step === 0 ? 0 : 1,
    })
  }
}
