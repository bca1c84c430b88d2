import CircleCheck from 'lucide-react/icons/circle-check'
import CircleMinus from 'lucide-react/icons/circle-minus'
import CircleX from 'lucide-react/icons/circle-x'
import type { z } from 'zod'
import type { TestStep } from '../../../../../contract/api/inboxes.ts'
import { Icon } from '../../../../kit/components/icon.tsx'
import { Spinner } from '../../../../kit/components/spinner.tsx'
import { VisuallyHidden } from '../../../../kit/components/visually-hidden.tsx'
import { useT, useTOr, useWording } from '../../../../kit/i18n.tsx'
import { CopyButton } from '../../pieces/copy-line.tsx'
import own from './channels.module.css'
import { useFailureText } from './health.tsx'

export type Step = z.infer<typeof TestStep>

const icons = { ok: CircleCheck, failed: CircleX, skipped: CircleMinus } as const

/** The test as a list of checks: what was tried, how it went, and where it failed why and what to do. */
export function LiveTest({ steps }: { steps: readonly Step[] }) {
  const t = useT()
  return (
    <ol className={own.checks} aria-label={t('setup.test')}>
      {steps.map((step) => (
        <Check key={step.step} step={step} />
      ))}
    </ol>
  )
}

function Check({ step }: { step: Step }) {
  const t = useT()
  const tOr = useTOr()
  const intl = useWording()
  const explain = useFailureText()
  const { why, fix } = explain(step.reason, step.fix)
  const name = tOr(`setup.step.${step.step}`, step.step)
  const report = [name, why, step.reason, fix].filter(Boolean).join('\n')
  return (
    <li className={own.check}>
      {step.state === 'waiting' ? <Spinner quiet /> : <Icon icon={icons[step.state]} className={own[step.state]} />}
      <span>
        {name} <VisuallyHidden>{t(`setup.step_${step.state}`)}</VisuallyHidden>
      </span>
      <span className={own.time}>
        {step.durationMs === null
          ? step.state === 'ok'
            ? ''
            : t(`setup.step_${step.state}`)
          : intl.formatNumber(step.durationMs / 1000, { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 })}
      </span>
      {step.state === 'skipped' && why && <span className={own.detail}>{why}</span>}
      {step.state === 'failed' && (
        <div className={own.detail}>
          {why && <span className={own.failed}>{why}</span>}
          {fix && <span>{fix}</span>}
          {step.reason && step.reason !== why && <span className={own.said}>{step.reason}</span>}
          <CopyButton text={report} label={t('setup.copy_report')} />
        </div>
      )}
    </li>
  )
}

/** The checks before their results are known. */
export const pendingSteps = (names: readonly string[]): Step[] =>
  names.map((step) => ({ step, state: 'waiting', durationMs: null, reason: null, fix: null }))
