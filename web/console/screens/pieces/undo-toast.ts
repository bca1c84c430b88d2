import { showToast } from '../../../kit/components/toast.tsx'
import { remember } from '../../store/undo.ts'

/** Says what was done and offers to take it back, by its button or by Z. */
export function showUndo(message: string, run: () => unknown): void {
  const dismiss = showToast({ message, undo: remember(run, () => dismiss()) })
}
