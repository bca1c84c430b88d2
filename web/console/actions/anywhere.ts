import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import PanelLeft from 'lucide-react/icons/panel-left'
import PanelRight from 'lucide-react/icons/panel-right'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import Undo2 from 'lucide-react/icons/undo-2'
import UserRound from 'lucide-react/icons/user-round'
import type { Action } from './action.ts'

const goTo = (id: string, label: Action['label'] & string, keys: string | undefined, to: string, icon?: Action['icon']): Action => ({
  id,
  label,
  section: 'go',
  ...(keys ? { keys } : {}),
  ...(icon ? { icon } : {}),
  run: ({ hands }) => hands.go(to),
})

export const anywhereActions: Action[] = [
  {
    id: 'palette',
    label: 'action.palette',
    section: 'anywhere',
    icon: Search,
    keys: 'mod+k',
    inText: true,
    keyOnly: true,
    run: ({ hands }) => hands.open('palette'),
  },
  { id: 'keys', label: 'action.keys', section: 'anywhere', icon: Keyboard, keys: '?', run: ({ hands }) => hands.open('keys') },
  { id: 'search', label: 'action.search', section: 'anywhere', icon: Search, keys: '/', run: ({ hands }) => hands.search() },
  { id: 'undo', label: 'action.undo', section: 'anywhere', icon: Undo2, keys: 'z', run: ({ hands }) => hands.undo() },
  { id: 'fold.rail', label: 'action.fold_rail', section: 'anywhere', icon: PanelLeft, keys: '[', run: ({ hands }) => hands.toggle('rail') },
  { id: 'fold.panel', label: 'action.fold_panel', section: 'anywhere', icon: PanelRight, keys: ']', run: ({ hands }) => hands.toggle('panel') },
  { id: 'pane.next', label: 'action.pane_next', section: 'anywhere', keys: 'f6', inText: true, keyOnly: true, run: ({ hands }) => hands.pane(1) },
  {
    id: 'pane.previous',
    label: 'action.pane_previous',
    section: 'anywhere',
    keys: 'shift+f6',
    inText: true,
    keyOnly: true,
    run: ({ hands }) => hands.pane(-1),
  },
  {
    id: 'availability',
    label: ({ me }) => (me.agent.availability === 'available' ? 'action.go_away' : 'action.go_available'),
    section: 'anywhere',
    icon: UserRound,
    keys: 'shift+a',
    run: ({ me, hands }) => hands.setAvailability(me.agent.availability === 'available' ? 'away' : 'available'),
  },
  { id: 'sign_out', label: 'action.sign_out', section: 'anywhere', icon: LogOut, run: ({ hands }) => hands.signOut() },
  goTo('go.mine', 'frame.view.mine', 'g i', '/inbox/mine'),
  goTo('go.unassigned', 'frame.view.unassigned', 'g u', '/inbox/unassigned'),
  goTo('go.mentions', 'frame.view.mentions', 'g m', '/inbox/mentions'),
  goTo('go.waiting', 'frame.view.waiting', 'g w', '/inbox/waiting'),
  goTo('go.snoozed', 'frame.view.snoozed', 'g z', '/inbox/snoozed'),
  goTo('go.drafts', 'frame.view.drafts', 'g d', '/inbox/drafts'),
  goTo('go.all', 'frame.view.all', 'g a', '/inbox/all'),
  goTo('go.customers', 'frame.customers', 'g c', '/customers', UserRound),
  goTo('go.setup', 'frame.setup', 'g s', '/setup', Settings),
  goTo('go.me', 'frame.my_settings', undefined, '/me', Settings),
]
