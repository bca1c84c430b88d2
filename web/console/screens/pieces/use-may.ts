import { type Permission, roleMay } from '../../../../contract/permissions.ts'
import { useMe } from '../../store/session.ts'

/** Whether my role holds a permission. */
export function useMay(): (permission: Permission) => boolean {
  const { role } = useMe().agent
  return (permission) => roleMay(role, permission)
}
