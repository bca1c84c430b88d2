import Contact from 'lucide-react/icons/contact'
import { classes } from '../../../kit/classes.ts'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { usePath } from '../../router.tsx'
import { CustomerList } from './customer-list.tsx'
import { CustomerPage } from './customer-page.tsx'
import style from './customers.module.css'

/** `/customers` and `/customers/:id`: the list beside the person; on a phone one of them at a time. */
export default function Customers() {
  const t = useT()
  const [, , id = ''] = usePath().split('/')
  return (
    <main className={style.customers}>
      <div className={classes(style.list, id && style.awayOnPhone)}>
        <CustomerList openId={id || null} />
      </div>
      <div className={classes(style.page, !id && style.awayOnPhone)}>
        {id ? <CustomerPage key={id} id={id} /> : <EmptyState icon={Contact} title={t('customers.choose')} />}
      </div>
    </main>
  )
}
