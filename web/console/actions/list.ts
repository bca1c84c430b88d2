import type { Action } from './action.ts'

const press = (id: string, label: Action['label'] & string, keys: string): Action => ({
  id: `list.${id}`,
  label,
  section: 'list',
  keys,
  keyOnly: true,
  run: ({ hands }) => hands.list(keys),
})

/** Keys that move in the list from anywhere on the screen; the list itself knows more of them while it has the focus. */
export const listActions: Action[] = [
  press('next', 'action.list_next', 'j'),
  press('previous', 'action.list_previous', 'k'),
  press('select', 'action.list_select', 'x'),
  press('select_next', 'action.list_select_next', 'shift+j'),
  press('select_previous', 'action.list_select_previous', 'shift+k'),
]
