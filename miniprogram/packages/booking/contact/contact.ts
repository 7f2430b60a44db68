import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { goBack, tell } from '../../../cloud/phone'
import { askMe, askTown } from '../../../cloud/session'
import { page } from '../../../page'
import type { ContactForm } from '../components/contact-form/contact-form'

interface Known {
  addressMasked?: string
  phoneMasked?: string
  grid?: string
}

/** Where to find somebody and how to reach them: of one's family (`for`), or one's own. */
page({
  loadOnce: true,
  data: {
    forWhom: '',
    name: '',
    grid: '',
    addressMasked: '',
    phoneMasked: '',
    sending: false,
  },
  changed: false,

  onLoad({ for: forWhom = '' }) {
    this.setData({ forWhom })
  },

  async load(): Promise<Reply<unknown>> {
    const { forWhom } = this.data
    void askTown()
    if (!forWhom) {
      const mine = await askMe()
      if (mine.ok) this.show({ ...mine.data, grid: mine.data.grid?.name })
      return mine
    }
    const family = await ask('person.family', {})
    if (!family.ok) return family
    const elder = family.data.iMayBookFor.find(({ id }) => id === forWhom)
    if (!elder) return { ok: false, error: { code: 'CONSENT_MISSING', message: '现在不能替他填了，请他再邀请您一次' } }
    this.setData({ name: elder.name })
    void wx.setNavigationBarTitle({ title: `${elder.name}的住址和电话` })
    this.show(elder)
    return family
  },

  show({ addressMasked = '', phoneMasked = '', grid = '' }: Known) {
    this.setData({ addressMasked, phoneMasked, grid })
  },
  saved() {
    this.changed = true
  },

  async save() {
    const form = this.selectComponent('#contact-form') as unknown as ContactForm | null
    if (this.data.sending || !form?.ready()) return
    this.setData({ sending: true })
    const settled = await form.settle()
    this.setData({ sending: false })
    if (!settled) return
    const { name } = this.data
    if (!this.changed) tell('没有改什么')
    else tell(name ? `存好了，也告诉了${name}` : '存好了')
    goBack('/packages/booking/family/family')
  },
})
