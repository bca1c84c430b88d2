import Check from 'lucide-react/icons/check'
import Clock from 'lucide-react/icons/clock'
import Tag from 'lucide-react/icons/tag'
import Trash2 from 'lucide-react/icons/trash-2'
import UserPlus from 'lucide-react/icons/user-plus'
import { useState } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { type Command, CommandPalette } from '../components/command-palette.tsx'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { ContextMenu } from '../components/context-menu.tsx'
import { Dialog } from '../components/dialog.tsx'
import { FormField } from '../components/form-field.tsx'
import { KeysSheet } from '../components/keys-sheet.tsx'
import { Menu, type MenuItem } from '../components/menu.tsx'
import { Picker } from '../components/picker.tsx'
import { Popover } from '../components/popover.tsx'
import { Select } from '../components/select.tsx'
import { showToast } from '../components/toast.tsx'
import { languageOfScript } from '../locale.ts'
import { useKeys } from '../use-keys.ts'
import { labels } from './fields.tsx'
import { customers, useSamples } from './samples.ts'
import { Line, Section } from './section.tsx'

export function Overlays() {
  const words = useSamples()
  const [palette, setPalette] = useState(false)
  const [sheet, setSheet] = useState(false)
  const [confirm, setConfirm] = useState(false)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(['Refund']))
  const [assignee, setAssignee] = useState('')
  const done = () => showToast({ message: words.resolved, tone: 'success', undo: () => showToast({ message: 'Open again' }) })
  useKeys([
    { id: 'palette', keys: 'mod+k', inText: true, run: () => setPalette(true) },
    { id: 'sheet', keys: '?', run: () => setSheet(true) },
    { id: 'resolve', keys: 'e', run: done },
  ])
  const items: MenuItem[] = [
    { kind: 'heading', label: words.snooze },
    { id: 'snooze', label: words.snooze, icon: Clock, keys: 'h', onSelect: done },
    { id: 'resolve', label: words.resolve, hint: words.hint, icon: Check, keys: 'e', onSelect: done },
    { id: 'follow', label: words.news, checked: true, onSelect: done },
    { kind: 'submenu', label: words.label, icon: Tag, items: labels.map((label) => ({ id: label.id, label: label.label, onSelect: done })) },
    { id: 'take', label: words.takeOver, disabled: true, onSelect: done },
    { kind: 'separator' },
    { id: 'remove', label: words.remove, icon: Trash2, danger: true, keys: '#', onSelect: () => setConfirm(true) },
  ]
  return (
    <Section title="Overlays">
      <Line>
        <Menu trigger={<Button data-kit="menu">Menu</Button>} items={items} />
        <ContextMenu items={items}>
          <Button data-kit="context">Right-click me</Button>
        </ContextMenu>
        <Popover trigger={<Button data-kit="popover">Popover</Button>} label="Settings">
          <FormField label="Team">
            <Select value="a" onChange={() => {}} choices={[{ value: 'a', label: words.label }]} />
          </FormField>
        </Popover>
        <Dialog
          trigger={<Button data-kit="dialog">Dialog</Button>}
          title={words.snooze}
          description={words.hint}
          footer={<Button variant="primary">{words.snooze}</Button>}
        >
          <FormField label="Team">
            <Select value="a" onChange={() => {}} choices={[{ value: 'a', label: words.label }]} />
          </FormField>
        </Dialog>
        <Picker
          trigger={
            <Button icon={Tag} data-kit="labels">
              {words.label} ({picked.size})
            </Button>
          }
          label={words.label}
          multiple
          options={labels}
          selected={picked}
          onPick={({ id }) => setPicked((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))}
        />
        <Picker
          trigger={
            <Button icon={UserPlus} data-kit="assign">
              {assignee || words.assign}
            </Button>
          }
          label={words.assign}
          options={customers.map(({ name }) => ({
            id: name,
            label: name,
            lang: languageOfScript(name),
            picture: <Avatar name={name} size={24} />,
            section: 'Refunds',
          }))}
          onPick={({ label }) => setAssignee(label)}
        />
        <Button data-kit="palette" keys="mod+k" showKeys onClick={() => setPalette(true)}>
          Palette
        </Button>
        <Button data-kit="sheet" keys="?" showKeys onClick={() => setSheet(true)}>
          Keys
        </Button>
        <Button data-kit="toast" onClick={done}>
          Toast
        </Button>
        <Button variant="danger" data-kit="confirm" onClick={() => setConfirm(true)}>
          {words.remove}
        </Button>
      </Line>
      <CommandPalette open={palette} onOpenChange={setPalette} commands={commandsOf(words, done)} />
      <KeysSheet
        open={sheet}
        onOpenChange={setSheet}
        sections={[
          {
            title: 'Anywhere',
            keys: [
              { keys: 'mod+k', label: 'Palette' },
              { keys: '?', label: 'Shortcuts' },
              { keys: 'g i', label: 'My open' },
            ],
          },
          {
            title: 'Conversation',
            keys: [
              { keys: 'e', label: words.resolve },
              { keys: 'h', label: words.snooze },
              { keys: 'r', label: words.reply },
            ],
          },
        ]}
      />
      <ConfirmDialog
        open={confirm}
        onOpenChange={setConfirm}
        title={words.remove}
        description="Every message of this customer is erased. This cannot be undone."
        confirmLabel={words.remove}
        typeToConfirm="LAKSHMI"
        onConfirm={() => void showToast({ message: 'Deleted', tone: 'danger' })}
      />
    </Section>
  )
}

function commandsOf(words: ReturnType<typeof useSamples>, run: () => void): Command[] {
  return [
    { id: 'resolve', label: words.resolve, icon: Check, keys: 'e', section: 'Conversation', run },
    { id: 'snooze', label: words.snooze, icon: Clock, keys: 'h', section: 'Conversation', run },
    { id: 'assign', label: words.assign, icon: UserPlus, keys: 'a', section: 'Conversation', run },
    ...customers.map(({ name }) => ({
      id: name,
      label: name,
      lang: languageOfScript(name),
      picture: <Avatar name={name} size={24} />,
      section: 'Customers',
      run,
    })),
  ]
}
